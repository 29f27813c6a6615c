/* eslint-disable no-await-in-loop -- One thing follows the other. */
import {Buffer} from 'node:buffer';
import {execFileSync} from 'node:child_process';
import {constants} from 'node:fs';
import {
	mkdtemp,
	open,
	readdir,
	readFile,
	rename,
	rm,
	stat,
	truncate,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {Readable} from 'node:stream';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {type Clock, systemClock} from '../../../source/feeds/clock.ts';
import {openFileFeed} from '../../../source/feeds/file/file-feed.ts';
import {createV1Feed} from '../../../source/feeds/v1/v1.ts';
import {everything} from '../../../source/log/query.ts';
import {NoRecordingError, record} from '../../../source/print/record/record.ts';
import {
	RecordingFile,
	type RecordingFileOptions,
} from '../../../source/print/record/recording-file.ts';
import {
	createDeployment,
	type GivenDeployment,
} from '../../../source/server/given/given-deployment.ts';
import {
	type ApiServer,
	startServer,
} from '../../../source/server/wire/server.ts';
import {startDeplog} from '../../helpers/run-deplog.ts';
import {until} from '../../helpers/until.ts';

/** `RECORD_CUTS=100 npx vitest run test/print/record/record.ts` is the long way. */
const {RECORD_CUTS: wantedCuts} = process.env;
/** In milliseconds: of what was logged before a process is killed; on a machine that does much else it is late. */
const mostLost = wantedCuts === undefined ? 5000 : 1000;

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-record-'));
});

afterEach(async () => {
	await rm(folder, {recursive: true});
});

function log(deployment: GivenDeployment, from: number, to: number) {
	const time = Date.now() * 1000;
	deployment.log(
		indices(from, to).map((index) => ({
			time: time + index,
			message: `entry ${index}`,
		})),
	);
}

function indices(from: number, to: number): number[] {
	return Array.from({length: to - from}, (_, index) => from + index);
}

async function recorded(file: string): Promise<readonly number[]> {
	const text = await readFile(file, 'utf8');
	return [...text.matchAll(/"entry (\d+)/gv)].map(([, index]) => Number(index));
}

/** Waits no longer than that between two attempts: a hundred cuts one after the other would take an hour else. */
const hasty: Clock = {
	...systemClock,
	sleep: async (milliseconds, signal) =>
		systemClock.sleep(Math.min(milliseconds, 50), signal),
};

async function start(
	server: ApiServer,
	deployment: GivenDeployment,
	options: Pick<RecordingFileOptions, 'file'> & Partial<RecordingFileOptions>,
) {
	const ending = new AbortController();
	const {signal} = ending;
	const file = await RecordingFile.open({
		onNotice: () => undefined,
		signal,
		...options,
	});
	const recordAll = async () => {
		try {
			await record({
				feed: createV1Feed({
					apiUrl: new URL(server.url),
					deploymentId: deployment.id,
				}),
				filter: everything,
				file,
				clock: hasty,
				random: () => 0,
				onNotice: () => undefined,
				formatTime: String,
				signal,
			});
		} finally {
			await file.close();
		}
	};

	const done = recordAll();
	// It is looked at later.
	done.catch(() => undefined);
	return {
		done,
		async stop() {
			ending.abort();
			await done;
		},
	};
}

test('through cuts, restarts and a sudden end the file holds what was logged, each entry once and in order', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 500);
	await using server = await startServer({deployments: [deployment]});
	const file = path.join(folder, 'app.ndjson');
	let recording = await start(server, deployment, {file});
	let count = 500;
	const holdsAll = async () =>
		until(async () => {
			expect(await recorded(file)).toEqual(indices(0, count));
		});
	const add = (more: number) => {
		log(deployment, count, count + more);
		count += more;
	};

	await holdsAll();
	const {mode} = await stat(file);
	expect(mode.toString(8)).toMatch(/600$/v);
	for (let cut = 0; cut < Number(wantedCuts ?? 2); cut++) {
		add(40);
		await server.disconnect();
		add(30);
		await server.reconnect();
		add(20);
		await holdsAll();
	}

	await recording.stop();
	add(700);
	recording = await start(server, deployment, {file});
	await holdsAll();
	await recording.stop();
	// As a process that was killed leaves it: what came last is missing, and a line is cut in two.
	const {size} = await stat(file);
	await truncate(file, size - 250);
	add(10);
	recording = await start(server, deployment, {file});
	await holdsAll();
	add(10);
	await holdsAll();
	await recording.stop();
}, 600_000);

test('a process that is killed leaves all but the last moment, and the next one fills that in', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const file = path.join(folder, 'app.ndjson');
	const loggedAt: number[] = [];
	const logging = setInterval(() => {
		const from = loggedAt.length;
		log(deployment, from, from + 5);
		loggedAt.push(...indices(0, 5).map(() => Date.now()));
	}, 10);
	const begin = () =>
		startDeplog([
			deployment.id,
			'--api-url',
			server.url,
			'--print',
			'--follow',
			'--record',
			file,
		]);
	const holds = async (count: number) =>
		until(async () => {
			const all = await recorded(file).catch(() => []);
			expect(all.length).toBeGreaterThanOrEqual(count);
			expect(all).toEqual(indices(0, all.length));
		});
	let running = begin();
	await holds(loggedAt.length + 1);
	await server.disconnect();
	const {length} = loggedAt;
	await server.reconnect();
	await holds(length + 1);
	running.kill('SIGKILL');
	const killedAt = Date.now();
	await expect(running.exitCode).rejects.toThrow('SIGKILL');
	const left = await recorded(file);
	expect(left).toEqual(indices(0, left.length));
	expect(loggedAt[left.length] ?? killedAt).toBeGreaterThanOrEqual(
		killedAt - mostLost,
	);
	running = begin();
	await holds(left.length + 1);
	clearInterval(logging);
	await holds(loggedAt.length);
	expect(await recorded(file)).toEqual(indices(0, loggedAt.length));
	running.kill('SIGTERM');
	await running.exitCode;
}, 600_000);

test('a recording that has grown to its size goes on in a new file, and after that where it ends', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 50);
	await using server = await startServer({deployments: [deployment]});
	const file = path.join(folder, 'app.ndjson');
	const rotation = {kind: 'size', bytes: 2000} as const;
	let recording = await start(server, deployment, {file, rotation});
	await until(async () => {
		expect(await recorded(file)).toEqual(indices(0, 50));
	});
	log(deployment, 50, 60);
	await until(async () => {
		expect(await recorded(file)).toEqual(indices(50, 60));
	});
	await recording.stop();
	log(deployment, 60, 61);
	recording = await start(server, deployment, {file, rotation});
	await until(async () => {
		expect(await recorded(file)).toEqual(indices(50, 61));
	});
	await recording.stop();
});

test('a disk without room is said once, and said again when there is some', async () => {
	const notices: string[] = [];
	const ending = new AbortController();
	const file = await RecordingFile.open({
		file: '/dev/full',
		onNotice(text) {
			notices.push(text);
		},
		signal: ending.signal,
		pause: 5,
	});
	const written = file.write(new TextEncoder().encode('{}\n'));
	await until(() => {
		expect(notices).toEqual([
			'There is no room left for the recording to /dev/full. It waits; make room, and it goes on where it was.',
		]);
	});
	ending.abort();
	await written;
	await file.close();
});

test('a pipe is never waited for: not for its reader to come, nor for room in it', async () => {
	const file = path.join(folder, 'pipe');
	execFileSync('mkfifo', [file]);
	const ending = new AbortController();
	const options = {
		file,
		onNotice: () => undefined,
		signal: ending.signal,
		rotation: {kind: 'size', bytes: 10},
	} as const;
	await expect(RecordingFile.open(options)).rejects.toThrow('ENXIO');

	// Reads nothing until it is told to.
	// eslint-disable-next-line no-bitwise -- Flags of open(2).
	const reader = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
	const recording = await RecordingFile.open(options);
	await recording.write(new TextEncoder().encode('{}\n'));
	const begun = await reader.read(Buffer.alloc(10));
	expect(begun.bytesRead).toBe(3);
	const written = recording.write(new Uint8Array(1_000_000));
	ending.abort();
	await written;
	await recording.close();
	await reader.close();
	expect(await readdir(folder)).toEqual(['pipe']);
});

test('a file to which another deplog records is refused, but for one that was killed', async () => {
	const file = path.join(folder, 'shared.ndjson');
	const options = {
		file,
		onNotice: () => undefined,
		signal: new AbortController().signal,
	};
	await writeFile(`${file}.lock`, String(process.ppid));
	await expect(RecordingFile.open(options)).rejects.toMatchObject({
		name: 'LockedError',
		processId: process.ppid,
	});
	await writeFile(`${file}.lock`, '999999999');
	const recording = await RecordingFile.open(options);
	expect(await readFile(`${file}.lock`, 'utf8')).toBe(String(process.pid));
	await recording.close();
	await expect(readFile(`${file}.lock`)).rejects.toThrow('ENOENT');
});

test('a recording that is taken away goes on in a new file, which is said', async () => {
	const file = path.join(folder, 'moved.ndjson');
	const notices: string[] = [];
	const recording = await RecordingFile.open({
		file,
		onNotice(text) {
			notices.push(text);
		},
		signal: new AbortController().signal,
	});
	const write = async (line: string) =>
		recording.write(new TextEncoder().encode(`${line}\n`));
	await write('{"n":1}');
	await rename(file, `${file}.1`);
	await write('{"n":2}');
	expect(await readFile(`${file}.1`, 'utf8')).toBe('{"n":1}\n');
	expect(await readFile(file, 'utf8')).toBe('{"n":2}\n');
	expect(notices).toEqual([
		`${file} was taken away: the recording goes on in a new one.`,
	]);
	await recording.close();
});

test('a file that holds something else is not written to', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const file = path.join(folder, 'notes.txt');
	await writeFile(file, 'dear diary\n');
	const {done} = await start(server, deployment, {file});
	await expect(done).rejects.toThrow(NoRecordingError);
	expect(await readFile(file, 'utf8')).toBe('dear diary\n');
});

test('what a recording lacks is said where it is opened', async () => {
	const file = path.join(folder, 'app.ndjson');
	const line = (second: string) =>
		`{"time":"2026-11-24T10:00:${second}.000Z","level":"info","message":"at ${second}","region":"r"}\n`;
	await writeFile(
		file,
		`${line('01')}{"deplog":"gap","from":"2026-11-24T10:00:02.000Z","to":"2026-11-24T10:00:08.000Z","why":"The server was away."}\n${line('09')}`,
	);
	const ending = new AbortController();
	const {signal} = ending;
	const feed = await openFileFeed({
		names: [file],
		stdin: Readable.from([]),
		timeZone: 'utc',
		signal,
	});
	const {batch, passedOver} = await feed.pastEntries({
		filter: everything,
		range: {},
		order: 'asc',
		limit: 10,
		signal,
	});
	ending.abort();
	expect(batch.entries.map(({message}) => message)).toEqual(['at 01', 'at 09']);
	expect(passedOver).toEqual([
		{
			from: Date.parse('2026-11-24T10:00:02Z') * 1000,
			to: Date.parse('2026-11-24T10:00:08Z') * 1000,
			why: 'The server was away.',
		},
	]);
	expect(feed.source().files[0]).toMatchObject({oddCount: 0, lineCount: 3});
});
