/**
How many bytes go to the terminal, beside less and lnav on the same rows: `npx tsx benchmark/bytes.ts`.

For each entry that arrives while following at 50 a second, and for each line-up key that scrolls: held down (30 a second), or pressed slowly, so that the header keeps up with each.
*/
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {type Feed, startFeed} from './harness/feed.ts';
import {createLogFile, type LogFile} from './harness/log-file.ts';
import {openDeplog, openPty, type Pty, rows, versionOf} from './harness/pty.ts';

const heldCount = 2000;
const rate = 50;
const seconds = 6;
const tick = 20;
const keyCount = 60;
const slowMilliseconds = 150;
const restMilliseconds = 600;

const versions = {less: versionOf('less'), lnav: versionOf('lnav')};
await using feed = await startFeed();
using file = createLogFile(heldCount);

const [perEntry, perKey] = [await measureEntries(), await measureKeys()];
console.log(
	JSON.stringify(
		{
			node: process.version,
			less: versions.less ?? 'not installed',
			lnav: versions.lnav ?? 'not installed',
			perEntry,
			...perKey,
		},
		undefined,
		'\t',
	),
);

async function openAll(lessArgv: readonly string[]) {
	const deplog = openDeplog(feed.url);
	await deplog.shows(/LIVE/v);
	feed.tell({kind: 'burst', count: heldCount});
	await deplog.shows(/2,000 loaded/v);
	const peers: Record<string, Pty> = {
		...(versions.less !== undefined && {
			less: openPty('less', [...lessArgv, file.path]),
		}),
		...(versions.lnav !== undefined && {lnav: openPty('lnav', [file.path])}),
	};
	for (const peer of Object.values(peers)) {
		// eslint-disable-next-line no-await-in-loop -- One after the other.
		await peer.shows(/us-east4/v);
	}

	await sleep(restMilliseconds * 2);
	return {deplog, ...peers};
}

async function measureEntries() {
	const all = await openAll(['-S', '+F']);
	await grow(feed, file, 1);
	const counts = await counted(all, async () => grow(feed, file, seconds));
	close(all);
	return per(counts, rate * seconds);
}

/** Both the feed and the file, at the same pace. */
async function grow(toFeed: Feed, toFile: LogFile, forSeconds: number) {
	const start = performance.now();
	let grown = 0;
	while (grown < rate * forSeconds) {
		const elapsed = (performance.now() - start) / 1000;
		const due = Math.min(
			Math.floor(elapsed * rate) - grown,
			rate * forSeconds - grown,
		);
		if (due > 0) {
			toFeed.tell({kind: 'burst', count: due});
			toFile.append(due);
			grown += due;
		}

		// eslint-disable-next-line no-await-in-loop -- At its pace.
		await sleep(tick);
	}

	await sleep(restMilliseconds * 2);
}

async function measureKeys() {
	const all = await openAll(['-S', '+G']);
	// The mark of deplog reaches the top first; from then on each key scrolls.
	await all.deplog.press('k', rows);
	await sleep(restMilliseconds);
	const press = async (milliseconds?: number) => {
		await Promise.all(
			Object.values(all).map(async (pty) =>
				pty.press('k', keyCount, milliseconds),
			),
		);
		await sleep(restMilliseconds);
	};

	const held = await counted(all, async () => press());
	const slow = await counted(all, async () => press(slowMilliseconds));
	close(all);
	return {perKeyHeld: per(held, keyCount), perKeySlow: per(slow, keyCount)};
}

async function counted(
	all: Readonly<Record<string, Pty>>,
	work: () => Promise<void>,
): Promise<Record<string, number>> {
	const before = Object.entries(all).map(
		([name, pty]) => [name, pty, pty.byteCount()] as const,
	);
	await work();
	return Object.fromEntries(
		before.map(([name, pty, count]) => [name, pty.byteCount() - count]),
	);
}

function per(counts: Readonly<Record<string, number>>, by: number) {
	return Object.fromEntries(
		Object.entries(counts).map(([name, count]) => [
			name,
			Math.round((count / by) * 10) / 10,
		]),
	);
}

function close(all: Readonly<Record<string, Pty>>) {
	for (const pty of Object.values(all)) {
		pty[Symbol.dispose]();
	}
}
