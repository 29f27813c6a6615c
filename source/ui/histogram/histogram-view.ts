import {cellIndex, cellStart} from '../../store/view/histogram.ts';
import {
	bucketWidths,
	type ShownWindow,
	shownWindow,
	chosenCells,
} from '../../store/shown/histogram-window.ts';
import {type State} from '../../store/state.ts';
import {anchorTime} from '../../store/list/viewport.ts';
import {
	type Binding,
	type Command,
	say,
	sayWhere,
	list,
	inMode,
	type ModeOf,
	inGroup,
} from '../keys/binding.ts';
import {type Setting} from '../look/setting.ts';
import {type View} from '../view/view.ts';

/** Keys while the histogram has the focus; the list's others go on to work. */
const histogramKeys: readonly Binding[] = inGroup('Move', [
	{
		keys: ['left', 'h'],
		help: 'the cell before',
		hint: {words: 'choose', keys: '← →', rank: 0},
		run: step(-1),
	},
	{
		keys: ['right', 'l'],
		help: 'the next cell',
		run: step(1),
	},
	{
		keys: ['g', 'home'],
		help: 'the first cell',
		run: step(Number.NEGATIVE_INFINITY),
	},
	{
		keys: ['G', 'end'],
		help: 'the newest cell',
		run: step(Number.POSITIVE_INFINITY),
	},
	{
		keys: ['space'],
		help: 'begin a range here, or drop it',
		group: 'Time',
		hint: {words: 'range', rank: 1},
		run: inMode('histogram', ({anchor, ...mode}) => [
			{
				kind: 'mode',
				mode: anchor === undefined ? {...mode, anchor: mode.at} : mode,
			},
		]),
	},
	{
		keys: ['enter'],
		help: 'show what is chosen, and nothing else',
		group: 'Time',
		hint: {words: 'show it', rank: 0},
		run: showChosen,
	},
	{
		keys: ['['],
		help: 'finer cells',
		group: 'Time',
		hint: {words: 'finer, coarser', keys: '[ ]', rank: 1},
		run: (state, {now}) => changeBucket(state, -1, now()),
	},
	{
		keys: [']'],
		help: 'coarser cells',
		group: 'Time',
		run: (state, {now}) => changeBucket(state, 1, now()),
	},
	{
		keys: ['escape', '4'],
		help: 'choose no range; back to the list',
		group: 'Panes',
		hint: {words: 'back', keys: 'esc', rank: 0},
		run: inMode('histogram', ({anchor, ...mode}) =>
			anchor === undefined ? [list] : [{kind: 'mode', mode}],
		),
	},
]);

/** Entries over time, a line of its own. */
export const histogramView: View = {place: 'line', keys: histogramKeys};

/** Gives the histogram the keys: the cell of the selected entry is chosen. */
export function openHistogram(
	state: State,
	{now}: Pick<Setting, 'now'>,
): Command[] {
	const window = shownWindow(state, now());
	return window === undefined
		? sayWhere(
				'Nothing is loaded.',
				(later) => shownWindow(later, now()) === undefined,
			)
		: [
				{
					kind: 'mode',
					mode: {
						kind: 'histogram',
						at: Math.max(
							window.from,
							Math.min(anchorTime(state.logs), newest(state, window)),
						),
					},
				},
			];
}

/** Gives the histogram the keys, with the cell chosen that stands in a column of the screen. */
export function chooseCell(
	state: State,
	x: number,
	setting: Pick<Setting, 'now'>,
): Command[] {
	const window = shownWindow(state, setting.now());
	const {mode} = state.screen;
	if (window === undefined || x < barStart || x >= barStart + window.count) {
		return openHistogram(state, setting);
	}

	const at = Math.min(cellStart(window, x - barStart), newest(state, window));
	return [
		{
			kind: 'mode',
			mode: mode.kind === 'histogram' ? {...mode, at} : {kind: 'histogram', at},
		},
	];
}

/** The column of its first cell. */
const barStart = 1;

function step(by: number): Binding['run'] {
	return inMode('histogram', (mode, state, {now}) => {
		const window = shownWindow(state, now());
		if (window === undefined) {
			return [];
		}

		const last = cellIndex(window, newest(state, window));
		const index = Math.max(0, Math.min(cellIndex(window, mode.at) + by, last));
		return [moveTo(mode, cellStart(window, index))];
	});
}

function moveTo(mode: ModeOf<'histogram'>, at: number): Command {
	return {kind: 'mode', mode: {...mode, at}};
}

/** No later cell can be chosen: nothing is there yet. */
function newest({logs}: State, {told}: ShownWindow): number {
	const end = told.to - 1;
	return logs.query.range.until === undefined
		? Math.min(end, logs.buffer.lastTime ?? end)
		: end;
}

/** The next width of a cell; beyond the last one it is said that there is none. */
function changeBucket(state: State, by: number, now: number): Command[] {
	const window = shownWindow(state, now);
	if (window === undefined) {
		return [];
	}

	const {width} = window;
	const next =
		by < 0
			? bucketWidths.findLast((one) => one < width)
			: bucketWidths.find((one) => one > width);
	return next === undefined
		? say(`There are no ${by < 0 ? 'finer' : 'coarser'} cells.`)
		: [{kind: 'bucket', width: next}];
}

/** Asks for the chosen range, as `t` would. */
function showChosen(state: State, {now}: Setting): Command[] {
	const window = shownWindow(state, now());
	const chosen = window === undefined ? undefined : chosenCells(state, window);
	if (window === undefined || chosen === undefined) {
		return [list];
	}

	const {told} = window;
	return [
		list,
		{
			kind: 'query',
			query: {
				...state.logs.query,
				range: {
					since: Math.max(told.from, cellStart(window, chosen.first)),
					until: Math.min(told.to, cellStart(window, chosen.last + 1)),
				},
				order: 'asc',
			},
		},
	];
}
