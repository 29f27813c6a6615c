/**
How long a key takes until its frame is written, in every view, with a million entries held and more arriving, in milliseconds: `npx tsx benchmark/keys.ts`, or only some views and rates, `npx tsx benchmark/keys.ts prompt filter quiet`.

Keys are pressed by one process, entries sent by another; the program runs in this one, with all that it has but a terminal: its frames go to the null device.
*/
import {spawnSync} from 'node:child_process';
import {mkdtempSync, openSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {createDescriptorOutput} from '../source/terminal/output.ts';
import {type Rate, startFeed} from './harness/feed.ts';
import {monotonicNow, startPresser} from './harness/presser.ts';
import type * as Harness from './harness/program.ts';
import {type Summary, summarize} from './harness/summary.ts';
import {until} from './harness/until.ts';

const heldCount = 1_000_000;
/** Evicting is by pieces: up to an eighth is let go of at once. */
const leastHeldCount = heldCount * 0.87;
const pauses = [12, 28] as const;

const up = '\u001B[A';
const pageUp = '\u001B[5~';
const pageDown = '\u001B[6~';
const escape = '\u001B';
const backspace = '\u007F';

const repeat = (count: number, ...keys: string[]) =>
	Array.from({length: count}, () => keys).flat();

/** What is pressed in each view: how to get there, the keys that are measured, how to get out again. */
const views: Readonly<
	Record<
		string,
		{
			readonly enter?: readonly string[];
			readonly keys: readonly string[];
			readonly leave?: readonly string[];
		}
	>
> = {
	lineUp: {enter: repeat(45, up), keys: repeat(300, 'k'), leave: ['G']},
	lineDown: {
		enter: repeat(10, pageUp),
		keys: repeat(300, 'j'),
		leave: ['G'],
	},
	page: {keys: repeat(75, pageUp, pageUp, pageUp, pageDown), leave: ['G']},
	filter: {keys: repeat(75, 'e', 'e', 'w', 'a')},
	build: {
		enter: ['2'],
		keys: repeat(75, 'k', 'k', 'j', 'j'),
		leave: ['G', '3'],
	},
	prompt: {
		enter: ['/'],
		keys: repeat(20, ...'timeout', ...repeat(7, backspace)),
		leave: [escape],
	},
	help: {keys: repeat(75, '?', 'j', 'k', 'q')},
	detail: {
		enter: repeat(4, pageUp),
		keys: ['\r', ...repeat(150, 'j', 'k')],
		leave: [escape, 'G'],
	},
};

// What runs this file reads a source map, for a tenth of a second, when a connection is closed; users have none.
process.setSourceMapsEnabled(false);
const {startProgram} = await importBuilt();
await using feed = await startFeed();
const output = createDescriptorOutput(openSync('/dev/null', 'w'), () => {
	throw new Error('The null device takes all');
});

type Pressed = {readonly key: string; readonly at: number};
const waiting: Pressed[] = [];
/** Handled, and its frame not yet written. */
let handled: Pressed | undefined;
let durations: number[] | undefined;
let lostCount = 0;

const program = startProgram({
	apiUrl: feed.url,
	write(bytes, written) {
		output.write(bytes, () => {
			if (handled !== undefined) {
				durations?.push(monotonicNow() - handled.at);
				handled = undefined;
			}

			written();
		});
	},
	onKeyHandled() {
		lostCount += handled === undefined ? 0 : 1;
		handled = waiting.shift();
	},
});
await using presser = startPresser((key, at) => {
	waiting.push({key, at});
	program.push(key);
});

await until(() => program.store.get().logs.connection.kind === 'live');
feed.tell({kind: 'burst', count: heldCount});
await until(async () => (await feed.sentCount()) >= heldCount);
await until(() => program.store.get().logs.buffer.count >= leastHeldCount);

const figures: Record<string, Record<string, Summary & {lost?: number}>> = {};
const rates: ReadonlyArray<readonly [string, Rate]> = [
	['quiet', 0],
	['at1000', 1000],
	['at50000', 50_000],
	['fastest', 'fastest'],
];
const chosen = (names: readonly string[]) => {
	const asked = names.filter((name) => process.argv.includes(name, 2));
	return new Set(asked.length === 0 ? names : asked);
};

const chosenViews = chosen(Object.keys(views));
const chosenRates = chosen(rates.map(([name]) => name));
for (const [name, rate] of rates.filter(([one]) => chosenRates.has(one))) {
	feed.tell({kind: 'rate', rate});
	const ofRate: Record<string, Summary & {lost?: number}> = {};
	for (const [view, {enter = [], keys, leave = []}] of Object.entries(
		views,
	).filter(([one]) => chosenViews.has(one))) {
		/* eslint-disable no-await-in-loop -- One view after the other. */
		if (enter.length > 0) {
			await presser.press({keys: enter, pauses});
		}

		durations = [];
		lostCount = 0;
		await presser.press({keys, pauses});
		const lost = keys.length - durations.length;
		ofRate[view] = {...summarize(durations), ...(lost > 0 && {lost})};
		durations = undefined;
		if (leave.length > 0) {
			await presser.press({keys: leave, pauses: [150, 150]});
		}
		/* eslint-enable no-await-in-loop */
	}

	figures[name] = ofRate;
}

program.close();
console.log(
	JSON.stringify(
		{
			node: process.version,
			heldCount: program.store.get().logs.buffer.count,
			...figures,
		},
		undefined,
		'\t',
	),
);

/** The program as users have it: bundled, with all that is in it. */
async function importBuilt(): Promise<typeof Harness> {
	const folder = mkdtempSync(path.join(tmpdir(), 'deplog-benchmark-'));
	const build = path.join(import.meta.dirname, '../build.js');
	const files = ['benchmark/harness/program.ts'];
	const {status} = spawnSync(process.execPath, [build, folder, ...files], {
		stdio: 'inherit',
	});
	if (status !== 0) {
		throw new Error('It could not be built.');
	}

	writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
	process.once('exit', () => {
		rmSync(folder, {recursive: true});
	});
	const {href} = pathToFileURL(path.join(folder, 'program.js'));
	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- It is built from that.
	return (await import(href)) as typeof Harness;
}
