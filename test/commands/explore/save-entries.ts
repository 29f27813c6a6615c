import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {chmodSync, closeSync, openSync, readSync, unlinkSync} from 'node:fs';
import {createServer} from 'node:net';
import {
	chmod,
	chown,
	link,
	lstat,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	readlink,
	rm,
	stat,
	symlink,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {once} from 'node:events';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {saveEntries} from '../../../source/commands/explore/save-entries.ts';
import {type Entry} from '../../../source/log/entry.ts';

const isRoot = process.getuid?.() === 0;

let folder: string;
let stateFolder: string;

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-save-'));
	stateFolder = path.join(folder, 'state');
});

afterEach(async () => {
	await rm(folder, {recursive: true});
});

const entries: readonly Entry[] = ['one', 'two'].map((message, index) => ({
	time: 1_700_000_000_000_000 + index,
	level: 'info',
	region: 'gcp-us-east4',
	message,
}));

async function save(
	file: string,
	{
		batches = [entries],
		mayReplace = true,
	}: {
		readonly batches?: Iterable<readonly Entry[]>;
		readonly mayReplace?: boolean;
	} = {},
) {
	return saveEntries(file, batches, {timeZone: 'utc', mayReplace, stateFolder});
}

const saved = (file: string) => ({kind: 'saved', path: file, count: 2});
const messages = async (file: string) => {
	const text = await readFile(file, 'utf8');
	return [...text.matchAll(/"message":"(\w+)"/gv)].map(([, word]) => word);
};

/** All names in the folder but the state folder's. */
const names = async () => {
	const all = await readdir(folder);
	return all.filter((name) => name !== 'state').toSorted();
};

/** Brings one batch, and then breaks, as a disk might. */
function* broken(): Generator<readonly Entry[]> {
	yield entries;
	throw Object.assign(new Error('full'), {code: 'ENOSPC'});
}

test('a new file is the user’s alone, and only that file is there', async () => {
	const file = path.join(folder, 'a.ndjson');
	await expect(save(file, {mayReplace: false})).resolves.toEqual(saved(file));
	expect(await messages(file)).toEqual(['one', 'two']);
	const {mode} = await stat(file);
	expect(mode % 0o1_0000).toBe(0o600);
	expect(await names()).toEqual(['a.ndjson']);
});

test('a file that is there is left as it is unless it may be replaced', async () => {
	const file = path.join(folder, 'a.ndjson');
	await writeFile(file, 'mine');
	await expect(save(file, {mayReplace: false})).resolves.toEqual({
		kind: 'exists',
		path: file,
	});
	expect(await readFile(file, 'utf8')).toBe('mine');
});

test('a file that is replaced keeps its mode, its owner and its group', async () => {
	const file = path.join(folder, 'a.ndjson');
	await writeFile(file, 'mine');
	const [uid, gid] = isRoot
		? [1234, 2345]
		: [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
	await chown(file, uid, gid);
	await chmod(file, 0o2750);
	const before = await stat(file);
	await expect(save(file)).resolves.toEqual(saved(file));
	expect(await messages(file)).toEqual(['one', 'two']);
	const after = await stat(file);
	expect(after).toMatchObject({uid, gid, mode: before.mode});
	expect(after.ino).not.toBe(before.ino);
	expect(await names()).toEqual(['a.ndjson']);
});

test('what was in a file stays whole when writing fails in the middle', async () => {
	const file = path.join(folder, 'a.ndjson');
	await writeFile(file, 'mine');
	await expect(save(file, {batches: broken()})).rejects.toThrow(
		`There is no room left for ${file}.`,
	);
	expect(await readFile(file, 'utf8')).toBe('mine');
	expect(await names()).toEqual(['a.ndjson']);

	const twin = path.join(folder, 'b.ndjson');
	await link(file, twin);
	await expect(save(twin, {batches: broken()})).rejects.toThrow(
		`could not be written to ${stateFolder} first (ENOSPC)`,
	);
	expect(await readFile(twin, 'utf8')).toBe('mine');
	expect(await readdir(stateFolder)).toEqual([]);
});

/** Saves in a process of its own, of which a script may end it. */
function saveElsewhere(file: string, batches: string) {
	const script = `
		import {statSync} from 'node:fs';
		import {saveEntries} from ${JSON.stringify(path.resolve('source/commands/explore/save-entries.ts'))};
		const file = ${JSON.stringify(file)};
		const batch = Array.from({length: 1000}, () => ({time: 1, level: 'info', region: '', message: 'x'.repeat(100)}));
		${batches}
		await saveEntries(file, batches(), {timeZone: 'utc', mayReplace: true, stateFolder: ${JSON.stringify(stateFolder)}});
	`;
	return spawn(process.execPath, [
		'--import',
		'tsx',
		'--input-type=module',
		'--eval',
		script,
	]);
}

test('what was in a file stays whole when deplog is killed while it writes', async () => {
	const file = path.join(folder, 'a.ndjson');
	await writeFile(file, 'mine');
	const child = saveElsewhere(
		file,
		`function* batches() {
			for (let count = 0; ; count++) {
				if (count === 20) process.stdout.write('writing');
				yield batch;
			}
		}`,
	);
	await once(child.stdout, 'data');
	child.kill('SIGKILL');
	await once(child, 'exit');
	expect(await readFile(file, 'utf8')).toBe('mine');
});

test('nothing else is left when deplog ends while it writes, and what is written in place is finished', async () => {
	const file = path.join(folder, 'a.ndjson');
	await writeFile(file, 'mine');
	const quitting = saveElsewhere(
		file,
		'function* batches() { yield batch; process.exit(3); }',
	);
	expect(await once(quitting, 'exit')).toEqual([3, null]);
	expect(await readFile(file, 'utf8')).toBe('mine');
	expect(await names()).toEqual(['a.ndjson']);

	await link(file, path.join(folder, 'b.ndjson'));
	const inPlace = saveElsewhere(
		file,
		`function* batches() { for (let count = 0; count < 40; count++) yield batch; }
		setInterval(() => { if (statSync(file).size > 1e6) process.exit(3); }, 0);`,
	);
	expect(await once(inPlace, 'exit')).toEqual([3, null]);
	const text = await readFile(file, 'utf8');
	expect(text.split('\n')).toHaveLength(40_001);
	expect(await readdir(stateFolder)).toEqual([]);
});

test('a symbolic link stays one, and what it leads to is written', async () => {
	await mkdir(path.join(folder, 'logs'));
	const target = path.join(folder, 'logs', 'target.ndjson');
	const first = path.join(folder, 'first.ndjson');
	const second = path.join(folder, 'second.ndjson');
	await symlink('logs/target.ndjson', first);
	await symlink('first.ndjson', second);
	await expect(save(second)).resolves.toEqual(saved(second));
	expect(await messages(target)).toEqual(['one', 'two']);
	await writeFile(target, 'mine');
	await expect(save(second)).resolves.toEqual(saved(second));
	expect(await messages(target)).toEqual(['one', 'two']);
	expect(await readlink(first)).toBe('logs/target.ndjson');
	expect(await readlink(second)).toBe('first.ndjson');
});

test('a link that leads to where no file can be stays as it is', async () => {
	const file = path.join(folder, 'a.ndjson');
	await symlink('no/such.ndjson', file);
	await expect(save(file)).rejects.toThrow(
		`${file} is a link to ${path.join(folder, 'no/such.ndjson')}, and the folder of that is not there.`,
	);
	expect(await readlink(file)).toBe('no/such.ndjson');
});

test('links that lead round in a circle are said', async () => {
	const one = path.join(folder, 'one');
	await symlink('two', one);
	await symlink('one', path.join(folder, 'two'));
	await expect(save(one)).rejects.toThrow('leads round in a circle');
});

test('a file with several names keeps them all, however long they are', async () => {
	const file = path.join(folder, 'a'.repeat(250));
	const twin = path.join(folder, 'b.ndjson');
	await writeFile(file, 'mine, and longer than what is written '.repeat(40));
	await chmod(file, 0o644);
	await link(file, twin);
	await expect(save(file)).resolves.toEqual(saved(file));
	expect(await messages(twin)).toEqual(['one', 'two']);
	const [one, other] = [await stat(file), await stat(twin)];
	expect(one.ino).toBe(other.ino);
	expect(one.mode % 0o1_0000).toBe(0o644);
	expect(await readdir(stateFolder)).toEqual([]);
	expect(await names()).toEqual(['a'.repeat(250), 'b.ndjson']);
});

test('where nothing of our own can be kept, what is written in place lies elsewhere first', async () => {
	await writeFile(stateFolder, '');
	const file = path.join(folder, 'a.ndjson');
	await writeFile(file, 'mine');
	await link(file, path.join(folder, 'b.ndjson'));
	await expect(save(file)).resolves.toEqual(saved(file));
	expect(await messages(file)).toEqual(['one', 'two']);
});

const hasLists = spawnSync('setfacl', ['--version']).status === 0;

test.runIf(hasLists)(
	'who may read a file by its access list is who may read it then',
	async () => {
		const file = path.join(folder, 'a.ndjson');
		await writeFile(file, 'mine');
		execFileSync('setfacl', ['-m', 'u:1234:rw,g::-', file]);
		const listOf = () => execFileSync('getfacl', ['-pn', file]).toString();
		const before = listOf();
		await expect(save(file)).resolves.toEqual(saved(file));
		expect(await messages(file)).toEqual(['one', 'two']);
		expect(listOf()).toBe(before);
	},
);

describe('where another file cannot take its place', () => {
	/** Runs as a user whom the folder does not belong to, where the tests run as root, who may do everything. */
	async function asNobody(run: () => Promise<void>) {
		if (!isRoot) {
			await run();
			return;
		}

		process.seteuid?.(65_534);
		try {
			await run();
		} finally {
			process.seteuid?.(0);
		}
	}

	const give = async (name: string) => {
		if (isRoot) {
			await chown(name, 65_534, 65_534);
		}
	};

	beforeEach(async () => {
		await mkdir(stateFolder);
		await chmod(folder, 0o755);
		await give(stateFolder);
	});

	async function makeFile(folderMode: number) {
		const parent = path.join(folder, 'theirs');
		await mkdir(parent);
		const file = path.join(parent, 'a.ndjson');
		await writeFile(file, 'mine');
		await chmod(file, 0o666);
		await chmod(parent, folderMode);
		return {parent, file, before: await stat(file)};
	}

	const expectInPlace = async ({
		parent,
		file,
		before,
	}: Awaited<ReturnType<typeof makeFile>>) => {
		const after = await stat(file);
		expect([after.ino, after.uid, after.gid, after.mode]).toEqual([
			before.ino,
			before.uid,
			before.gid,
			before.mode,
		]);
		expect(await messages(file)).toEqual(['one', 'two']);
		expect(await readdir(parent)).toEqual(['a.ndjson']);
		expect(await readdir(stateFolder)).toEqual([]);
	};

	test('a file in a folder that may not be written is written in place', async () => {
		const made = await makeFile(0o555);
		await asNobody(async () => {
			await expect(save(made.file)).resolves.toEqual(saved(made.file));
		});
		await chmod(made.parent, 0o755);
		await expectInPlace(made);
	});

	test.runIf(isRoot)(
		'a file of another owner is written in place',
		async () => {
			const made = await makeFile(0o777);
			await asNobody(async () => {
				await expect(save(made.file)).resolves.toEqual(saved(made.file));
			});
			await expectInPlace(made);
		},
	);

	test('when that fails, the sentence names the file in which everything lies', async () => {
		const {file, parent} = await makeFile(0o555);
		await give(file);
		function* batches() {
			yield entries;
			// From here on it may not be opened any more.
			chmodSync(file, 0o444);
		}

		await asNobody(async () => {
			await expect(save(file, {batches: batches()})).rejects.toThrow(
				`${file} could not be written whole (EACCES). All of it is in ${stateFolder}`,
			);
		});
		await chmod(parent, 0o755);
		expect(await readFile(file, 'utf8')).toBe('mine');
		const [spare = ''] = await readdir(stateFolder);
		expect(await messages(path.join(stateFolder, spare))).toEqual([
			'one',
			'two',
		]);
	});
});

test('a folder and a socket are refused', async () => {
	await expect(save(folder)).rejects.toThrow(`${folder} is a folder.`);
	await expect(save(path.join(folder, 'no/'))).rejects.toThrow(
		`${folder}/no/ names a folder.`,
	);
	const file = path.join(folder, 'socket');
	const server = createServer().listen(file);
	await once(server, 'listening');
	await expect(save(file)).rejects.toThrow(`${file} is a socket.`);
	server.close();
});

test('a pipe that nobody reads is said, and one that is read gets it all', async () => {
	const file = path.join(folder, 'pipe');
	execFileSync('mkfifo', ['-m', '600', file]);
	await expect(save(file, {mayReplace: false})).rejects.toThrow(
		`Nobody reads ${file}.`,
	);
	const cat = spawn('sh', ['-c', `exec cat "$1"`, 'sh', file]);
	let text = '';
	cat.stdout.on('data', (data: Uint8Array) => {
		text += data.toString();
	});
	const many = Array.from({length: 5000}, () => entries).flat();
	for (;;) {
		try {
			// eslint-disable-next-line no-await-in-loop -- Until the reader has come.
			await save(file, {batches: [many]});
			break;
		} catch (error) {
			expect(String(error)).toContain('Nobody reads');
		}
	}

	await once(cat, 'exit');
	expect(text.split('\n')).toHaveLength(10_001);
	const found = await lstat(file);
	expect(found.isFIFO()).toBe(true);
	expect(found.mode % 0o1_0000).toBe(0o600);
});

test('a descriptor is written to, whether it is a pipe or a file that was deleted', async () => {
	const file = path.join(folder, 'a');
	execFileSync('mkfifo', [file]);
	for (const make of [async () => undefined, async () => writeFile(file, '')]) {
		// eslint-disable-next-line no-await-in-loop -- One after the other.
		await make();
		const descriptor = openSync(file, 'r+');
		unlinkSync(file);
		const name = `/dev/fd/${descriptor}`;
		// eslint-disable-next-line no-await-in-loop -- As above.
		await expect(save(name)).resolves.toEqual(saved(name));
		const bytes = new Uint8Array(10);
		readSync(descriptor, bytes, 0, 10, null);
		expect(new TextDecoder().decode(bytes)).toBe('{"time":"2');
		closeSync(descriptor);
	}

	expect(await names()).toEqual([]);
});

test('a device is written to and stays as it is', async () => {
	const before = await stat('/dev/null');
	await expect(save('/dev/null')).resolves.toEqual(saved('/dev/null'));
	await expect(save('/dev/full')).rejects.toThrow(
		'There is no room left for /dev/full.',
	);
	const after = await stat('/dev/null');
	expect(after).toMatchObject({mode: before.mode, rdev: before.rdev});
});

test('where no file can be is said', async () => {
	await expect(save(path.join(folder, 'no', 'a.txt'))).rejects.toThrow(
		'/no/a.txt is not there.',
	);
	await writeFile(path.join(folder, 'file'), '');
	await expect(save(path.join(folder, 'file', 'a.txt'))).rejects.toThrow(
		'is a file.',
	);
	await expect(save(path.join(folder, 'x'.repeat(300)))).rejects.toThrow(
		'too long',
	);
});
