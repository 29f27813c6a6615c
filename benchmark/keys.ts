/**
How long a key takes until its frame is written, in every view, with a million entries held and more arriving, in milliseconds: `npx tsx benchmark/keys.ts`, or only some views and rates, `npx tsx benchmark/keys.ts prompt filter quiet`. All of them take ten minutes, with `--short` seven.

Keys are pressed by one process, entries sent by another; the program runs in this one, with all that it has but a terminal: its frames go to the null device. `bare` is how long a key takes to this process by itself.

In each view a key's first presses are told apart: the engine compiles meanwhile. The other figures are medians of the rounds after them.
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
import {median, type Summary, summarize} from './harness/summary.ts';
import {until} from './harness/until.ts';

const heldCount = 1_000_000;
/** Evicting is by pieces: up to an eighth is let go of at once. */
const leastHeldCount = heldCount * 0.87;
const pauses = [12, 28] as const;
/** About so many presses come first, and so many are in a round. */
const firstCount = 300;
const roundCount = 120;
const rounds = process.argv.includes('--short') ? 3 : 5;

const up = '\u001B[A';
const pageUp = '\u001B[5~';
const pageDown = '\u001B[6~';
const escape = '\u001B';
const backspace = '\u007F';

const repeat = (count: number, ...keys: string[]) =>
	Array.from({length: count}, () => keys).flat();

type View = {
	/** How to get there, and out again. */
	readonly enter?: readonly string[];
	readonly leave?: readonly string[];
	/** What is pressed over and over. */
	readonly keys: readonly string[];
};

const views: Readonly<Record<string, View>> = {
	lineUp: {enter: repeat(45, up), keys: ['k'], leave: ['G']},
	lineDown: {enter: repeat(40, pageUp), keys: ['j'], leave: ['G']},
	page: {keys: [pageUp, pageUp, pageUp, pageDown], leave: ['G']},
	filter: {keys: ['e', 'e', 'w', 'a']},
	build: {enter: ['2'], keys: ['k', 'k', 'j', 'j'], leave: ['G', '3']},
	prompt: {
		enter: ['/'],
		keys: [...'timeout', ...repeat(7, backspace)],
		leave: [escape],
	},
	help: {keys: ['?', 'j', 'k', 'q']},
	columns: {
		enter: ['.', ...'path', '\r', '.', ...'status', '\r', ...repeat(45, up)],
		keys: ['k', 'k', 'j'],
		leave: ['G'],
	},
	counts: {enter: ['#'], keys: ['k', 'k', 'j', '[', ']'], leave: ['q', 'G']},
	detail: {
		enter: [...repeat(4, pageUp), '\r'],
		keys: ['j', 'k'],
		leave: [escape, 'G'],
	},
};

// What runs this file reads a source map, for a tenth of a second, when a connection is closed; users have none.
process.setSourceMapsEnabled(false);
const {startProgram} = await importBuilt();
await using feed = await startFeed();
const bare = await pressBare();
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

type Figures = Summary & {
	readonly first: Summary;
	/** Keys whose frame also answered the one after them. */
	readonly lost?: number;
};

/** Presses these keys, and sums up how long each took. */
async function measure(keys: readonly string[]): Promise<Summary> {
	durations = [];
	await presser.press({keys, pauses});
	const summary = summarize(durations);
	durations = undefined;
	return summary;
}

const figures: Record<string, Record<string, Figures>> = {};
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
for (const [rateName, rate] of rates.filter(([one]) => chosenRates.has(one))) {
	feed.tell({kind: 'rate', rate});
	const ofRate: Record<string, Figures> = {};
	for (const [name, one] of Object.entries(views)) {
		if (chosenViews.has(name)) {
			// eslint-disable-next-line no-await-in-loop -- One view after the other.
			ofRate[name] = await figuresOf(one);
		}
	}

	figures[rateName] = ofRate;
}

program.close();
console.log(
	JSON.stringify(
		{
			node: process.version,
			heldCount: program.store.get().logs.buffer.count,
			bare,
			...figures,
		},
		undefined,
		'\t',
	),
);

async function figuresOf({
	enter = [],
	leave = [],
	keys,
}: View): Promise<Figures> {
	const about = (count: number) =>
		repeat(Math.round(count / keys.length), ...keys);
	if (enter.length > 0) {
		await presser.press({keys: enter, pauses});
	}

	lostCount = 0;
	const first = await measure(about(firstCount));
	const summaries: Summary[] = [];
	for (let round = 0; round < rounds; round++) {
		// eslint-disable-next-line no-await-in-loop -- One round after the other.
		summaries.push(await measure(about(roundCount)));
	}

	if (leave.length > 0) {
		await presser.press({keys: leave, pauses: [150, 150]});
	}

	return {
		p50: median(summaries.map(({p50}) => p50)),
		p99: median(summaries.map(({p99}) => p99)),
		most: Math.max(...summaries.map(({most}) => most)),
		count: summaries.reduce((sum, {count}) => sum + count, 0),
		first,
		...(lostCount > 0 && {lost: lostCount}),
	};
}

/** How long keys take here while this process does nothing else. */
async function pressBare(): Promise<Summary> {
	const arrivals: number[] = [];
	await using presser = startPresser((_key, at) => {
		arrivals.push(monotonicNow() - at);
	});
	await presser.press({keys: repeat(600, 'k'), pauses});
	return summarize(arrivals);
}

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
