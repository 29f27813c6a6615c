/**
How long a key takes while messages that are made to be slow to read are on the screen, and how long it takes to quit then, in milliseconds: `npx tsx benchmark/hostile.ts`, or only some lengths, `npx tsx benchmark/hostile.ts 600 2048`, after `node build.js`. Two minutes. From a million characters on the messages are a few of the kinds that fill so much.

For each length and size one program explores a message of every kind: each is gone to, wrapped and unwrapped, opened in full, scrolled and left. `key` is the time of each of these until something is drawn; `quit` is the time from `q` to the end of the process, with all of them loaded.
*/
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {type IPty, spawn} from '@lydell/node-pty';
import {createDeployment} from '../source/server/given/given-deployment.ts';
import {startServer} from '../source/server/wire/server.ts';
import {hostileMessages} from '../test/helpers/hostile-messages.ts';
import {round, summarize} from './harness/summary.ts';
import {until} from './harness/until.ts';

const given = process.argv.slice(2).map(Number);
const lengths = given.length > 0 ? given : [600, 2048, 100_000];
const sizes = [
	[160, 45],
	[80, 24],
] as const;
/** In milliseconds: a key that is not answered by then is told as this. */
const patience = 10_000;
/** In milliseconds without a byte: then a frame is whole. */
const rest = 40;
const program = path.join(import.meta.dirname, '../dist/cli.js');

/** What is pressed at each message, in this order. */
const presses = [
	['wrap', 'v'],
	['unwrap', 'v'],
	['open', '\r'],
	['page down', '\u001B[6~'],
	['close', 'q'],
	['go to the next', 'k'],
] as const;

type Row = {
	readonly length: number;
	readonly size: string;
	readonly key: {
		readonly p50: number;
		readonly p99: number;
		readonly max: number;
	};
	/** Of each key, the longest time and the kind of message. */
	readonly slowest: Readonly<Record<string, string>>;
	readonly quit: number;
};

/** From so many characters on other kinds are made. */
const bigLength = 1_000_000;
const filled = (unit: string) => (length: number) =>
	unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
const bigMessages = [
	['ascii', filled('plain ascii ')],
	['lines', filled('a line of a log that goes on\n')],
	['newlines', filled('\n')],
	['Latin', filled('schön und gut ')],
	['Han', filled('東')],
	['emoji and joiners', filled('👩\u200D💻')],
	['colours', filled('\u001B[31mred\u001B[0m ')],
	['numbers', (length: number) => `[${filled('12345.25,')(length - 9)}1]`],
	['pairs', filled('key=value other="a b" ')],
	[
		'objects',
		(length: number) =>
			`{"list":[${Array.from({length: Math.ceil(length / 48)}, (_, index) => `{"id":${index},"name":"a name","is":true}`).join(',')}]}`,
	],
] as const;

const table: Row[] = [];
for (const length of lengths) {
	for (const size of sizes) {
		// eslint-disable-next-line no-await-in-loop -- One program after the other.
		const row = await measure(length, size);
		console.error(JSON.stringify(row));
		table.push(row);
	}
}

console.log(
	JSON.stringify({node: process.version, milliseconds: table}, undefined, '\t'),
);

async function measure(
	length: number,
	[columns, rows]: readonly [number, number],
): Promise<Row> {
	const start = Date.now() - 600_000;
	// What is pressed first loads what it needs, and is not counted.
	const kinds = [
		...(length < bigLength ? hostileMessages : bigMessages),
		['plain', (count: number) => 'plain '.repeat(count / 6)] as const,
	];
	const deployment = createDeployment({
		entries: kinds.map(([, make], index) => ({
			time: (start + index * 1000) * 1000,
			message: make(length),
		})),
	});
	await using server = await startServer({deployments: [deployment]});
	const terminal = spawn(
		process.execPath,
		[program, deployment.id, '--api-url', server.url],
		{cols: columns, rows, name: 'xterm-256color', env: environment()},
	);
	const ended = new Promise<void>((resolve) => {
		terminal.onExit(() => {
			resolve();
		});
	});
	let text = '';
	let heardAt = performance.now();
	terminal.onData((data) => {
		text = (text + data).slice(-100_000);
		heardAt = performance.now();
	});
	// The newest entry is drawn.
	while (!text.includes('plain plain')) {
		// eslint-disable-next-line no-await-in-loop -- Until it is there.
		await sleep(20);
	}

	await quiet(() => heardAt);
	const times: number[] = [];
	const slowest = new Map<string, {time: number; kind: string}>();
	for (const [kind] of kinds.toReversed()) {
		for (const [name, key] of presses) {
			// eslint-disable-next-line no-await-in-loop, @typescript-eslint/no-loop-func -- One key after the other.
			const time = await press(terminal, key, () => heardAt);
			if (name === 'open') {
				// Only then does `q` close it.
				// eslint-disable-next-line no-await-in-loop, @typescript-eslint/no-loop-func -- Until it is there.
				await until(() => text.includes('Entry'));
			}

			text = name === 'close' ? '' : text;
			if (kind !== 'plain') {
				times.push(time);
				if (time > (slowest.get(name)?.time ?? 0)) {
					slowest.set(name, {time, kind});
				}
			}
		}
	}

	const quitAt = performance.now();
	terminal.write('q');
	await Promise.race([ended, sleep(patience)]);
	const quit = performance.now() - quitAt;
	try {
		terminal.kill('SIGKILL');
	} catch {
		// It has ended, as it should.
	}

	const {p50, p99} = summarize(times);
	return {
		length,
		size: `${columns} × ${rows}`,
		key: {p50: round(p50), p99: round(p99), max: round(Math.max(...times))},
		slowest: Object.fromEntries(
			[...slowest].map(([name, {time, kind}]) => [
				name,
				`${round(time)} ${kind}`,
			]),
		),
		quit: round(quit),
	};
}

/** How long it takes until something is drawn; a key that changes nothing on the screen takes no time. */
async function press(
	terminal: IPty,
	key: string,
	heardAt: () => number,
): Promise<number> {
	const at = performance.now();
	terminal.write(key);
	while (heardAt() < at && performance.now() - at < patience) {
		// eslint-disable-next-line no-await-in-loop -- Until it is drawn.
		await sleep(1);
		if (performance.now() - at > 150 && key === '\u001B[6~') {
			// There was nothing to scroll.
			return 0;
		}
	}

	const first = Math.max(heardAt(), at);
	await quiet(heardAt);
	return Math.min(first - at, patience);
}

async function quiet(heardAt: () => number) {
	while (performance.now() - heardAt() < rest) {
		// eslint-disable-next-line no-await-in-loop -- Until the frame is whole.
		await sleep(5);
	}
}

function environment(): Record<string, string> {
	return Object.fromEntries([
		['PATH', process.env['PATH'] ?? ''],
		['HOME', process.env['HOME'] ?? ''],
		['LANG', 'C.UTF-8'],
		['TERM', 'xterm-256color'],
		['TZ', 'UTC'],
	]);
}
