import {firstTime} from '../../store/buffer/look-up.ts';
import {type Micros} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {type Command} from './binding.ts';

/** Counts by level, over what is loaded. */
export function openCounts(state: State): Command[] {
	return countBy(state, 'level');
}

const second: Micros = 1_000_000;

/** How long the spans of time of rows may be. */
const widths: readonly Micros[] = [
	1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200,
	86_400,
].map((seconds) => seconds * second);

/** About so many rows there are at first. */
const firstRows = 40;

/** Counts by a field, in spans of time that suit what is loaded. */
export function countBy(state: State, by: string): Command[] {
	const length = shownLength(state);
	const width =
		widths.find((one) => length / one <= firstRows) ?? widths.at(-1) ?? second;
	return [
		{
			kind: 'mode',
			mode: {kind: 'counts', by, width, column: 0},
		},
	];
}

/** Rows beyond that nobody reads, and to make them takes longer than a key may. */
const mostRows = 10_000;

export function hasTooManyRows(state: State, width: Micros): boolean {
	return shownLength(state) / width > mostRows;
}

/** How long the time is that is counted. */
function shownLength({logs: {buffer, query}}: State): Micros {
	const from = query.range.since ?? firstTime(buffer, 0) ?? 0;
	const to = query.range.until ?? buffer.lastTime ?? 0;
	return to - from;
}

/** Counts by the same in longer or shorter spans. */
export function widthBeside(width: Micros, by: number): Micros {
	const at = widths.indexOf(width);
	const next = Math.max(0, Math.min(at + by, widths.length - 1));
	return widths[next] ?? width;
}
