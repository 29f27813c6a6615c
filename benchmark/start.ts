/** How long it takes from the start of the program to the first frame of the panes, to its version and its help, and to the end of a print of 100 entries, beside an empty script and a bare loop that reads and writes the same entries, in milliseconds: `npx tsx benchmark/start.ts`. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {createDeployment} from '../source/server/given/given-deployment.ts';
import {startServer} from '../source/server/wire/server.ts';
import {createEntries} from './corpus.ts';
import {startFeed} from './harness/feed.ts';
import {openDeplog} from './harness/pty.ts';
import {median, round} from './harness/summary.ts';
import {until} from './harness/until.ts';

const rounds = 9;

await using feed = await startFeed();
const empty: number[] = [];
const panes: number[] = [];
const version: number[] = [];
const help: number[] = [];
const print: number[] = [];
const bareLoop: number[] = [];
const cli = path.join(import.meta.dirname, '../dist/cli.js');
const given = createDeployment({
	id: 'storefront-7f3k2m',
	entries: createEntries({count: 100, from: (Date.now() - 60_000) * 1000}),
});
await using server = await startServer({deployments: [given]});
const endOf = async (...argv: readonly string[]) => {
	const child = spawn(process.execPath, argv, {stdio: 'ignore'});
	await once(child, 'exit');
};

await startOnce();
for (let index = 0; index < rounds; index++) {
	/* eslint-disable no-await-in-loop -- One start after the other. */
	empty.push(await timed(async () => endOf('-e', '0')));
	panes.push(
		await timed(async () => {
			using deplog = openDeplog(feed.url);
			await deplog.shows(/3 Logs/v);
		}),
	);
	version.push(await timed(async () => endOf(cli, '--version')));
	help.push(await timed(async () => endOf(cli, '--help')));
	print.push(
		await timed(async () => endOf(cli, given.id, '--api-url', server.url)),
	);
	bareLoop.push(
		await timed(async () =>
			endOf(
				path.join(import.meta.dirname, 'harness/bare-loop.js'),
				`${server.url}/deployments/${given.id}/app_logs?since=2020-01-01T00:00:00Z&limit=100`,
			),
		),
	);
	/* eslint-enable no-await-in-loop */
}

console.log(
	JSON.stringify(
		{
			node: process.version,
			emptyScript: round(median(empty)),
			firstPanes: round(median(panes)),
			version: round(median(version)),
			help: round(median(help)),
			print100: round(median(print)),
			bareLoopOf100: round(median(bareLoop)),
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
