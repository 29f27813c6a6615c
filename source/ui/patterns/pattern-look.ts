import {type Micros} from '../../log/entry.ts';
import {type HistogramWindow} from '../../store/view/histogram.ts';
import {type ShownWindow} from '../../store/shown/histogram-window.ts';
import {
	patternBars,
	patternWindow,
} from '../../store/shown/counted-patterns.ts';
import {
	type Pattern,
	type PatternList,
} from '../../store/shown/pattern-list.ts';
import {type State} from '../../store/state.ts';
import {spanEnds} from '../histogram/histogram-words.ts';
import {isWide} from '../look/surface.ts';
import {type Setting} from '../look/setting.ts';
import {type Theme} from '../look/theme.ts';
import {count} from '../look/words.ts';

/** What the rows of patterns are drawn with: theme, widths, the window of their bars. */
export type PatternLook = {
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
export function patternLook(
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
