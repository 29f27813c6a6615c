/** How many entries a second get from a server in a process of its own into the built program, with its UI on: `npx tsx benchmark/ingest.ts`. While the buffer is full, as it is from the first million on, and while it fills, when each entry is written where no memory was touched before. */
import process from 'node:process';
import {startFeed} from './harness/feed.ts';
import {openDeplog, processorSeconds} from './harness/pty.ts';
import {round} from './harness/summary.ts';
import {until} from './harness/until.ts';

const million = 1_000_000;
const measuredCount = 3 * million;
/** Before it is measured, the code has become fast. */
const warmCount = 300_000;

const full = await measure('1m', million + warmCount);
const filling = await measure('5m', warmCount);
console.log(
	JSON.stringify(
		{
			node: process.version,
			entriesPerSecond: full.perSecond,
			/** All its threads together: what it would be with a processor of its own. */
			entriesPerProcessorSecond: full.perProcessorSecond,
			filling,
		},
		undefined,
		'\t',
	),
);

async function measure(buffer: string, countBefore: number) {
	await using feed = await startFeed();
	using deplog = openDeplog(feed.url, {argv: ['--buffer', buffer]});
	await deplog.shows(/LIVE/v);
	let count = 0;
	/** All has been taken in when the list ends with the entry that was sent last. */
	const takeIn = async (more: number) => {
		feed.tell({kind: 'burst', count: more});
		count += more;
		await until(async () => (await feed.sentCount()) >= count);
		const lastTime = await feed.lastTime();
		await until(async () => {
			const screen = await deplog.screen();
			return screen.includes(lastTime);
		});
	};

	await takeIn(countBefore);
	const start = performance.now();
	const processorStart = processorSeconds(deplog.pid);
	await takeIn(measuredCount);
	const seconds = (performance.now() - start) / 1000;
	const processor = processorSeconds(deplog.pid) - processorStart;
	return {
		perSecond: round(measuredCount / seconds),
		perProcessorSecond: round(measuredCount / processor),
	};
}
