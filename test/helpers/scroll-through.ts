import {setTimeout as sleep} from 'node:timers/promises';

/** A program that shows logs, as far as scrolling needs it. */
export type Scrolled = {
	readonly press: (keys: string) => void;
	readonly screen: () => Promise<string>;
};

/** What is to be seen of an entry: its time as it is shown, and the beginning of its message. */
export type ShownEntry = {readonly time: string; readonly start: string};

/** A row that shows an entry. */
const entryRow = /^[ ▌]\d\d:\d\d:\d\d\.\d{3} \S /v;
const loadingRow = /^[ ▌]── .*loading/mv;
/** In milliseconds: the server is asked, and the machine does other things. */
const patience = 30_000;
const pressAgain = 3000;

/** Presses a key that scrolls until the list is at the other end, and checks that each screen goes on where the one before ended: the entries on it are all those that there are, in their order. Returns how many screens that took. */
export async function scrollThrough(
	program: Scrolled,
	entries: readonly ShownEntry[],
	direction: 'up' | 'down',
): Promise<number> {
	const key = direction === 'up' ? '\u001B[5~' : '\u001B[6~';
	const isUp = direction === 'up';
	let shown = await settled(program, entries, (range) =>
		isUp ? range.to === entries.length : range.from === 0,
	);
	let count = 1;
	while (isUp ? shown.from > 0 : shown.to < entries.length) {
		const before = shown;
		program.press(key);
		// eslint-disable-next-line no-await-in-loop -- One screen after the other.
		shown = await settled(
			program,
			entries,
			({from, to}) =>
				isUp
					? from < before.from && to < before.to && to >= before.from
					: from > before.from && to > before.to && from <= before.to,
			{key, before},
		);
		count++;
	}

	return count;
}

/** The entries on the screen by their indexes: [from, to). */
type Range = {readonly from: number; readonly to: number};

/** Waits until all that is on the screen is known, and goes on where it should. */
async function settled(
	program: Scrolled,
	entries: readonly ShownEntry[],
	goesOn: (range: Range) => boolean,
	{key = '', before}: {readonly key?: string; readonly before?: Range} = {},
): Promise<Range> {
	const deadline = performance.now() + patience;
	let last: Range = {from: 0, to: 0};
	let pressAgainAt = performance.now() + pressAgain;
	for (;;) {
		// eslint-disable-next-line no-await-in-loop -- It looks again and again.
		const screen = await program.screen();
		const rows = screen.split('\n').filter((row) => entryRow.test(row));
		const found = loadingRow.test(screen)
			? undefined
			: rangesOf(rows, entries).find((range) => goesOn(range));
		if (found !== undefined) {
			return found;
		}

		last = rangesOf(rows, entries)[0] ?? last;
		if (loadingRow.test(screen)) {
			pressAgainAt = performance.now() + pressAgain;
		} else if (last.from === before?.from && performance.now() > pressAgainAt) {
			// The key went to the rule of what was being loaded, and no farther.
			program.press(key);
			pressAgainAt = performance.now() + pressAgain;
		}

		if (performance.now() > deadline) {
			throw new Error(
				`The list does not go on as it should; it stands at entries ${last.from} to ${last.to} of ${entries.length}, and stood at ${before?.from} to ${before?.to}:\n${screen}`,
			);
		}

		// eslint-disable-next-line no-await-in-loop -- See above.
		await sleep(1);
	}
}

const indexes = new WeakMap<readonly ShownEntry[], Map<string, number[]>>();

/** Where in the entries the rows stand, one after the other. */
function rangesOf(
	rows: readonly string[],
	entries: readonly ShownEntry[],
): readonly Range[] {
	let byTime = indexes.get(entries);
	if (byTime === undefined) {
		byTime = new Map();
		for (const [index, {time}] of entries.entries()) {
			const same = byTime.get(time);
			if (same === undefined) {
				byTime.set(time, [index]);
			} else {
				same.push(index);
			}
		}

		indexes.set(entries, byTime);
	}

	const [first = ''] = rows;
	return (byTime.get(timeOf(first)) ?? [])
		.filter((from) =>
			rows.every((row, index) => isShownBy(entries[from + index], row)),
		)
		.map((from) => ({from, to: from + rows.length}));
}

function isShownBy(entry: ShownEntry | undefined, row: string): boolean {
	return entry?.time === timeOf(row) && row.includes(entry.start);
}

function timeOf(row: string): string {
	return row.slice(1, 13);
}
