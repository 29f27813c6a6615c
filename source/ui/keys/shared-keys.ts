import {type State} from '../../store/state.ts';
import {type Level, levelsFrom} from '../../log/level.ts';
import {createFilter} from '../../log/query.ts';
import {firstTime} from '../../store/buffer/look-up.ts';
import {type Micros} from '../../log/entry.ts';
import {type Binding, type Command, inGroup} from './binding.ts';

/** Keys that go through rows: `step` by so many of them, without end for the first and the last, `page` by so many pages. `hint` stands in the footer. */
export function stepKeys(
	{step, page}: {readonly step: Step; readonly page: Step},
	words: {
		readonly first: string;
		readonly last: string;
		readonly hint: NonNullable<Binding['hint']>;
	},
): readonly Binding[] {
	return inGroup('Move', [
		{
			keys: ['up', 'k'],
			help: 'one row up',
			run: (state, _, height) => step(state, -1, height),
		},
		{
			keys: ['down', 'j'],
			help: 'one row down',
			hint: {keys: 'j k', ...words.hint},
			run: (state, _, height) => step(state, 1, height),
		},
		{
			keys: ['pageup', 'ctrl+b', 'ctrl+u'],
			help: 'a page up',
			run: (state, _, height) => page(state, -1, height),
		},
		{
			keys: ['pagedown', 'ctrl+f', 'ctrl+d', 'space'],
			help: 'a page down',
			run: (state, _, height) => page(state, 1, height),
		},
		{
			keys: ['g', 'home'],
			help: words.first,
			run: (state, _, height) => step(state, Number.NEGATIVE_INFINITY, height),
		},
		{
			keys: ['G', 'end'],
			help: words.last,
			run: (state, _, height) => step(state, Number.POSITIVE_INFINITY, height),
		},
	]);
}

/** Goes to the next one, or to the previous one where `by` is -1. */
type Jump = (state: State, by: 1 | -1) => readonly Command[];

type Step = (state: State, by: number, height: number) => readonly Command[];

/** Keys that go from one match, or one error, to the next. */
export function jumpKeys({
	match,
	error,
}: {
	readonly match: Jump;
	readonly error: Jump;
}): readonly Binding[] {
	return inGroup('Read', [
		{
			keys: ['n'],
			help: 'next match',
			words: ['find next', 'search again'],
			run: (state) => match(state, 1),
		},
		{
			keys: ['N'],
			help: 'previous match',
			words: ['find previous', 'search back'],
			run: (state) => match(state, -1),
		},
		{
			keys: ['J', ']'],
			help: 'next error',
			run: (state) => error(state, 1),
		},
		{
			keys: ['K', '['],
			help: 'previous error',
			run: (state) => error(state, -1),
		},
	]);
}

/** Makes the keys that choose levels, for a list that says which it shows and how to change that. No levels mean all. */
export function createLevelKeys(
	levelsOf: (state: State) => readonly string[],
	change: (state: State, levels: readonly string[]) => readonly Command[],
): readonly Binding[] {
	const showFrom = (
		key: string,
		level: Level,
		said: Pick<Binding, 'name' | 'words' | 'help' | 'hint'>,
	): Binding => ({
		keys: [key],
		group: 'Filter',
		...said,
		run(state) {
			const {levels} = createFilter({levels: levelsFrom(level)});
			const isAgain = levels.join(',') === levelsOf(state).join(',');
			return change(state, isAgain ? [] : levels);
		},
	});
	const toggle = (key: string, level: Level): Binding => ({
		keys: [key],
		name: `toggle ${level}`,
		help: `add or take away ${level}`,
		group: 'Filter',
		run: (state) => change(state, toggleIn(levelsOf(state), level)),
	});
	return [
		showFrom('e', 'error', {
			name: 'errors',
			words: ['error', 'level', 'severity', 'only errors', 'fatal', 'critical'],
			help: 'errors only; again: all levels',
			hint: {words: 'levels', keys: 'e w i', rank: 1},
		}),
		showFrom('w', 'warning', {
			name: 'warnings',
			words: ['warn'],
			help: 'warning and worse; again: all',
		}),
		showFrom('i', 'info', {
			name: 'info',
			words: ['information'],
			help: 'info and worse; again: all',
		}),
		showFrom('a', 'debug', {
			words: ['everything', 'debug', 'verbose', 'show all', 'any level'],
			help: 'all levels',
		}),
		toggle('E', 'error'),
		toggle('W', 'warning'),
		toggle('I', 'info'),
		toggle('D', 'debug'),
	];
}

/** The names with one more, or without it where it is among them. */
export function toggleIn(
	names: readonly string[],
	name: string,
): readonly string[] {
	return names.includes(name)
		? names.filter((one) => one !== name)
		: [...names, name];
}

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
