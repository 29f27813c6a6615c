/** What it costs to follow 1,000 entries a second, the most that the platform lets a deployment log: `npx tsx benchmark/follow.ts`. The share of a processor, in its first seconds and when it has run for a minute, and how late the event loop is on a terminal that takes 20 kB a second, and whether all has come. */
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {startFeed} from './harness/feed.ts';
import {openDeplog, processorSeconds, type Pty} from './harness/pty.ts';
import {round} from './harness/summary.ts';
import {until} from './harness/until.ts';

const rate = 1000;
const drain = 20_000;
const seconds = 8;
const warmSeconds = 3;
/** Until then the engine compiles what runs often, which is as much work as following. */
const settledSeconds = process.argv.includes('--short') ? 25 : 60;

console.log(
	JSON.stringify(
		{
			node: process.version,
			...(await measureProcessor()),
			slowTerminal: await measureDelay(),
		},
		undefined,
		'\t',
	),
);

async function measureProcessor() {
	await using feed = await startFeed();
	using deplog = openDeplog(feed.url);
	await deplog.shows(/LIVE/v);
	feed.tell({kind: 'rate', rate});
	await sleep(warmSeconds * 1000);
	const atFirst = await shareOf(deplog, seconds);
	await sleep((settledSeconds - seconds - warmSeconds) * 1000);
	const settled = await shareOf(deplog, 2 * seconds);
	return {
		processorPercent: settled.percent,
		processorPercentAtFirst: atFirst.percent,
		bytesPerSecond: settled.bytesPerSecond,
	};
}

async function shareOf(deplog: Pty, seconds: number) {
	const used = processorSeconds(deplog.pid);
	const bytes = deplog.byteCount();
	const start = performance.now();
	await sleep(seconds * 1000);
	const elapsed = (performance.now() - start) / 1000;
	return {
		percent: round(((processorSeconds(deplog.pid) - used) / elapsed) * 100),
		bytesPerSecond: Math.round((deplog.byteCount() - bytes) / elapsed),
	};
}

async function measureDelay() {
	const folder = mkdtempSync(path.join(tmpdir(), 'deplog-benchmark-'));
	const file = path.join(folder, 'delay.json');
	const url = new URL('harness/loop-delay.js', import.meta.url);
	await using feed = await startFeed();
	using deplog = openDeplog(feed.url, {
		drain,
		nodeOptions: [`--import=${url.href}?file=${file}`],
	});
	await deplog.shows(/LIVE/v);
	feed.tell({kind: 'rate', rate});
	await sleep(warmSeconds * 1000);
	const tell = async () => {
		rmSync(file, {force: true});
		await until(() => existsSync(file) && readFileSync(file).length > 0);
		return readFileSync(file, 'utf8');
	};

	await tell();
	await sleep(seconds * 1000);
	const told = await tell();
	const [p50 = 0, p99 = 0, most = 0] = told.split(' ').map(Number);
	feed.tell({kind: 'rate', rate: 0});
	await sleep(warmSeconds * 1000);
	const sentCount = await feed.sentCount();
	await deplog.shows(/quiet since/v);
	const loaded = /(?<count>[\d,]+) loaded/v.exec(await deplog.screen());
	rmSync(folder, {recursive: true});
	return {
		delay: {p50: round(p50), p99: round(p99), most: round(most)},
		lost: sentCount - Number(loaded?.groups?.['count']?.replaceAll(',', '')),
	};
}
