/** How many entries a second get from a server in a process of its own into the built program, with its UI on: `npx tsx benchmark/ingest.ts`. */
import process from 'node:process';
import {startFeed} from './harness/feed.ts';
import {openDeplog, processorSeconds} from './harness/pty.ts';
import {round} from './harness/summary.ts';

const entryCount = 1_000_000;
/** Before it is measured, the code has become fast. */
const warmCount = 300_000;

await using feed = await startFeed();
using deplog = openDeplog(feed.url, {argv: ['--buffer', '2m']});
await deplog.shows(/LIVE/v);
feed.tell({kind: 'burst', count: warmCount});
await deplog.shows(/300,000 loaded/v);

const start = performance.now();
const processorStart = processorSeconds(deplog.pid);
feed.tell({kind: 'burst', count: entryCount});
await deplog.shows(/1,300,000 loaded/v);
const seconds = (performance.now() - start) / 1000;
const processor = processorSeconds(deplog.pid) - processorStart;
console.log(
	JSON.stringify(
		{
			node: process.version,
			entriesPerSecond: round(entryCount / seconds),
			/** All its threads together: what it would be with a processor of its own. */
			entriesPerProcessorSecond: round(entryCount / processor),
		},
		undefined,
		'\t',
	),
);
