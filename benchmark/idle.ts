/** What deplog does in a minute (with `--short`, a third of one) in which nothing arrives and nothing is pressed, and lnav beside it: `npx tsx benchmark/idle.ts`. */
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {startFeed} from './harness/feed.ts';
import {createLogFile} from './harness/log-file.ts';
import {
	openDeplog,
	openPty,
	processorSeconds,
	sleepCount,
	versionOf,
} from './harness/pty.ts';

const heldCount = 2000;
const seconds = process.argv.includes('--short') ? 20 : 60;
/** The seam of past and live is asked for anew for a minute, in case of late entries. */
const settleSeconds = 65;

await using feed = await startFeed();
using file = createLogFile(heldCount);
using deplog = openDeplog(feed.url);
await deplog.shows(/LIVE/v);
feed.tell({kind: 'burst', count: heldCount});
await deplog.shows(/quiet since/v);
await sleep(settleSeconds * 1000);
using lnav =
	versionOf('lnav') === undefined ? undefined : openPty('lnav', [file.path]);
await sleep(2000);

const before = {
	deplog: deplog.byteCount(),
	lnav: lnav?.byteCount() ?? 0,
	processor: processorSeconds(deplog.pid),
	sleeps: sleepCount(deplog.pid),
};
await sleep(seconds * 1000);
console.log(
	JSON.stringify(
		{
			node: process.version,
			seconds,
			bytes: {
				deplog: deplog.byteCount() - before.deplog,
				lnav:
					lnav === undefined ? 'not installed' : lnav.byteCount() - before.lnav,
			},
			wakeups: sleepCount(deplog.pid) - before.sleeps,
			processorMilliseconds: Math.round(
				(processorSeconds(deplog.pid) - before.processor) * 1000,
			),
		},
		undefined,
		'\t',
	),
);
