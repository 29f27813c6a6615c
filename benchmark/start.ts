/** How long it takes from the start of the program to the first frame of the panes, beside an empty script, in milliseconds: `npx tsx benchmark/start.ts`. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import process from 'node:process';
import {startFeed} from './harness/feed.ts';
import {openDeplog, openPty} from './harness/pty.ts';
import {median, round} from './harness/summary.ts';
import {until} from './harness/until.ts';

const rounds = 9;

await using feed = await startFeed();
const empty: number[] = [];
const panes: number[] = [];
const version: number[] = [];
await startOnce();
for (let index = 0; index < rounds; index++) {
	/* eslint-disable no-await-in-loop -- One start after the other. */
	empty.push(
		await timed(async () => {
			const child = spawn(process.execPath, ['-e', '0'], {stdio: 'ignore'});
			await once(child, 'exit');
		}),
	);
	panes.push(
		await timed(async () => {
			using deplog = openDeplog(feed.url);
			await deplog.shows(/3 Logs/v);
		}),
	);
	version.push(
		await timed(async () => {
			using deplog = openPty(process.execPath, [
				new URL('../dist/cli.js', import.meta.url).pathname,
				'--version',
			]);
			await deplog.shows(/\d+\.\d+\.\d+/v);
		}),
	);
	/* eslint-enable no-await-in-loop */
}

console.log(
	JSON.stringify(
		{
			node: process.version,
			emptyScript: round(median(empty)),
			firstPanes: round(median(panes)),
			printVersion: round(median(version)),
			timesEmpty: round(median(panes) / median(empty)),
		},
		undefined,
		'\t',
	),
);

/** Newer versions of Node keep what was compiled when a program ends by itself. */
async function startOnce() {
	using deplog = openDeplog(feed.url);
	await deplog.shows(/LIVE/v);
	await deplog.press('q');
	await until(() => !existsSync(`/proc/${deplog.pid}`));
}

async function timed(work: () => Promise<void>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}
