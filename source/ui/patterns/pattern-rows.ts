import {
	type PatternList,
	type Pattern,
	patternBars,
	patternWindow,
} from '../../store/shown/pattern-list.ts';
import {type State} from '../../store/state.ts';
import {type Micros} from '../../log/entry.ts';
import {levels} from '../../log/level.ts';
import {cut, fit} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {type HistogramWindow} from '../../store/view/histogram.ts';
import {type ShownWindow} from '../../store/shown/histogram-window.ts';
import {faceRow, type Face} from '../look/line.ts';
import {type Setting, shownSetting} from '../look/setting.ts';
import {type Snapshot, type ListOfView} from '../view/view.ts';
import {nothingLoadedWords} from '../app-logs/list-words.ts';
import {count, queryWords, safe} from '../look/words.ts';
import {messageCells, levelLetter, levelRole} from '../look/message-cells.ts';
import {spanEnds} from '../histogram/histogram-line.ts';
import {isWide} from '../look/surface.ts';
import {type Theme} from '../look/theme.ts';

/** The rows of the patterns, past React: as of the last snapshot, so that counts that grow are written twice a second at most. */
export const createPatternRows: ListOfView['createRows'] = ({
	snapshot: getSnapshot,
	setting,
}) => {
	let drawnFrom: Snapshot | undefined;
	let viewport: PatternViewport | undefined;
	let look: PatternLook | undefined;

	const begin = (
		snapshot: Snapshot,
		list: PatternList,
		{width, height}: {readonly width: number; readonly height: number},
	) => {
		drawnFrom = snapshot;
		viewport = patternViewport(list, snapshot.state, height);
		look = patternLook(
			snapshot.state,
			{list, shown: viewport.shown, width},
			shownSetting(setting, snapshot.state),
		);
	};

	return {
		row(index, width, height) {
			const snapshot = getSnapshot();
			const {patterns, state} = snapshot;
			if (patterns === undefined) {
				return '';
			}

			if (index === 0 || snapshot !== drawnFrom || look?.width !== width) {
				begin(snapshot, patterns, {width, height});
			}

			if (viewport === undefined || look === undefined) {
				return '';
			}

			if (viewport.shown.length === 0) {
				return faceRow(
					patternsFace(patterns, state),
					index,
					{width, height},
					setting.theme,
				);
			}

			const pattern = viewport.shown[index - 1];
			if (index === 0) {
				return headingRow(look);
			}

			if (index > viewport.height) {
				return firstErrorRow(state, width, shownSetting(setting, state));
			}

			return pattern === undefined
				? ''
				: patternRow(
						pattern,
						viewport.top + index - 1 === viewport.selected,
						look,
					);
		},
		click(index) {
			const [group] = viewport?.shown[index - 1]?.groups ?? [];
			return group === undefined
				? []
				: [{kind: 'pattern-select', group, row: index - 1}];
		},
	};
};

/** Which patterns are on the screen. */
type PatternViewport = {
	readonly shown: readonly Pattern[];
	/** The index of the first of them in the list. */
	readonly top: number;
	/** That of the selected one; it keeps its row while counts grow. */
	readonly selected: number;
	/** Rows below the heading. */
	readonly height: number;
};

/** With fewer rows the first error of the baseline has none. */
const leastRowsForFirstError = 10;

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const changeWordWidth = 4;
const ratioWidth = 6;

/** Why there is no pattern to be seen, and what to do. */
export function patternsFace({isCounting}: PatternList, {logs}: State): Face {
	if (isCounting) {
		return {role: 'quiet', lines: ['Counting …']};
	}

	return {
		role: 'text',
		lines:
			queryWords(logs.query) === ''
				? [
						nothingLoadedWords(logs).replace(
							/\.$/v,
							', so there is nothing to group.',
						),
						...(logs.connection.kind === 'live'
							? ['Patterns appear here as entries come.']
							: []),
					]
				: [nothingLoadedWords(logs), 'x clears the filter.'],
	};
}

/** Whether it is known which error of the baseline was the first, and there is room to say so. */
function hasFirstError(
	{patterns: {baseline}}: State,
	rowCount: number,
): boolean {
	return (
		baseline.kind === 'found' &&
		baseline.firstError !== undefined &&
		rowCount >= leastRowsForFirstError
	);
}

/** `first error of storefront-6ab1x9 2026-03-01 12:01:07  TypeError: …`: that of what is explored stands in its own line. */
function firstErrorRow(
	{patterns: {baseline}}: State,
	width: number,
	{theme, timestamps, now}: Setting,
): string {
	if (baseline.kind !== 'found' || baseline.firstError === undefined) {
		return '';
	}

	const {deploymentId, firstError} = baseline;
	if (firstError === 'none') {
		return cut(
			theme.paint('quiet', ` no error of ${safe(deploymentId)} is kept`),
			width,
		);
	}

	const head = ` ${theme.paint('bad', 'first error')} ${theme.paint('quiet', `of ${safe(deploymentId)} ${timestamps.timeOn(now(), firstError.time)}`)}  `;
	return (
		head +
		messageCells(firstError.message, {
			width: Math.max(1, width - widthOf(head) - 1),
			shift: 0,
			match: '',
			theme,
		})
	);
}

/** `▌ 1,204 E 12:01:07 12:03:21 ▁▂▅█▁▁▁  new upstream timeout after <n> ms` */
function patternRow(
	pattern: Pattern,
	isSelected: boolean,
	look: PatternLook,
): string {
	const {theme, time, timeWidth} = look;
	// What is gone came at no time.
	const at = (instant: Micros) =>
		pattern.count === 0 ? ' '.repeat(timeWidth) : time(instant);
	const level = levels[pattern.rank] ?? '?';
	return fit(
		[
			(isSelected ? theme.paint('selected', '▌') : ' ') +
				fit(count(pattern.count), look.countWidth, {align: 'right'}),
			levelLetter(level, theme),
			...(look.hasWhen ? [theme.paint('quiet', at(pattern.first))] : []),
			...(look.hasLast ? [theme.paint('quiet', at(pattern.last))] : []),
			...(look.hasWhen
				? [theme.paint(levelRole(level), bar(look.cells(pattern)))]
				: []),
			...(look.hasNew ? [changeWords(pattern, look)] : []),
			patternWords(pattern.text, look),
		].join(' '),
		look.width,
		{ellipsis: '…'},
	);
}

function headingRow(look: PatternLook): string {
	const {theme, timeWidth} = look;
	return theme.paint(
		'quiet',
		fit(
			[
				` ${fit('count', look.countWidth, {align: 'right'})}  `,
				...(look.hasWhen ? [fit('first', timeWidth)] : []),
				...(look.hasLast ? [fit('last', timeWidth)] : []),
				...(look.hasWhen ? [fit(look.when, look.barWidth)] : []),
				...(look.hasNew ? [' '.repeat(changeWidth(look))] : []),
				'pattern',
			].join(' '),
			look.width,
		),
	);
}

/** `new`, `more ×4.2`: how many times as often, where there is room. */
function changeWords(
	{change, ratio}: Pattern,
	{theme, ...look}: PatternLook,
): string {
	const words = [
		fit(change ?? '', changeWordWidth),
		...(look.hasLast
			? [
					fit(
						change === 'more' || change === 'less'
							? ratioWords(ratio ?? 0)
							: '',
						ratioWidth,
					),
				]
			: []),
	].join(' ');
	return change === 'new' || change === 'more'
		? theme.paint('busy', words)
		: theme.paint('quiet', words);
}

function changeWidth({hasLast}: PatternLook): number {
	return changeWordWidth + (hasLast ? 1 + ratioWidth : 0);
}

function ratioWords(ratio: number): string {
	return `×${ratio >= 100 ? count(Math.round(ratio)) : Number(ratio.toPrecision(2))}`;
}

/** Eighths of a cell; what is not there is blank. */
function bar(cells: readonly number[]): string {
	const most = Math.max(1, ...cells);
	return cells
		.map((cell) =>
			cell === 0 ? ' ' : blocks[Math.ceil((cell / most) * blocks.length) - 1],
		)
		.join('');
}

/** What stands for something that differs stands back. */
function patternWords(text: string, {theme}: PatternLook): string {
	return safe(text)
		.split(/(<(?:\*|n|id|ip|email|time|duration)>|…)/v)
		.map((part, index) => (index % 2 === 1 ? theme.paint('quiet', part) : part))
		.join('');
}

/** On `rowCount` rows, the heading's among them. */
export function patternViewport(
	{patterns}: PatternList,
	state: State,
	rowCount: number,
): PatternViewport {
	const {grouping, selected, selectedRow} = state.patterns;
	const others = hasFirstError(state, rowCount) ? 2 : 1;
	const height = Math.max(1, rowCount - others);
	const root = selected === undefined ? -1 : grouping.rootOf(selected);
	const found = patterns.findIndex(({groups}) => groups.has(root));
	const index =
		found === -1
			? Math.max(0, Math.min(selectedRow, patterns.length - 1))
			: found;
	const row = Math.max(0, Math.min(selectedRow, height - 1));
	const top = Math.max(0, Math.min(index - row, patterns.length - height));
	return {
		shown: patterns.slice(top, top + height),
		top,
		selected: index,
		height,
	};
}

/** What the rows of patterns are drawn with: theme, widths, the window of their bars. */
type PatternLook = {
	readonly width: number;
	readonly countWidth: number;
	readonly time: (time: Micros) => string;
	readonly timeWidth: number;
	/** Whether there is room to say when they came. */
	readonly hasWhen: boolean;
	readonly hasLast: boolean;
	/** Whether some may be new. */
	readonly hasNew: boolean;
	/** What stands above the bars. */
	readonly when: string;
	readonly barWidth: number;
	/** How a pattern is spread over time. */
	readonly cells: (pattern: Pattern) => readonly number[];
	readonly theme: Theme;
};

const leastCountWidth = 6;
/** With fewer the pattern has all that is left. */
const leastColumnsForWhen = 60;

/** Finds out what there is room for in the rows of patterns. */
function patternLook(
	state: State,
	{
		list: {patterns},
		shown,
		width,
	}: {
		readonly list: PatternList;
		readonly shown: readonly Pattern[];
		readonly width: number;
	},
	{timestamps, theme}: Setting,
): PatternLook {
	const window = patternWindow(state);
	const hasDates = !isOneDay(patterns, timestamps.date);
	return {
		width,
		countWidth: Math.max(
			leastCountWidth,
			...patterns.map((pattern) => count(pattern.count).length),
		),
		time: hasDates
			? (time) =>
					`${timestamps.date(time).slice(5)} ${timestamps.time(time).slice(0, 5)}`
			: timestamps.time,
		timeWidth: hasDates ? 11 : 8,
		hasWhen: state.screen.columns >= leastColumnsForWhen,
		hasLast: isWide(state.screen.columns),
		hasNew: state.patterns.baseline.kind === 'found',
		when: window === undefined ? '' : whenWords(window, timestamps),
		barWidth: window?.count ?? 0,
		cells: window === undefined ? () => [] : cellsOf(state, shown, window),
		theme,
	};
}

function isOneDay(
	patterns: readonly Pattern[],
	date: (time: Micros) => string,
): boolean {
	const seen = patterns.filter((pattern) => pattern.count > 0);
	const [any] = seen;
	return (
		any === undefined ||
		seen.every(
			({first, last}) =>
				date(first) === date(any.first) && date(last) === date(any.first),
		)
	);
}

function whenWords(
	{told, width, count: cellCount}: ShownWindow,
	timestamps: Setting['timestamps'],
): string {
	const words = spanEnds(told, width, timestamps);
	return words.length <= cellCount ? words : 'when';
}

function cellsOf(
	state: State,
	shown: readonly Pattern[],
	window: HistogramWindow,
): PatternLook['cells'] {
	const known = patternBars(state).cells(
		new Set(shown.flatMap(({groups}) => [...groups])),
		window,
	);
	return ({groups}) =>
		Array.from({length: window.count}, (_, cell) =>
			[...groups].reduce(
				(sum, group) => sum + (known.get(group)?.[cell] ?? 0),
				0,
			),
		);
}
