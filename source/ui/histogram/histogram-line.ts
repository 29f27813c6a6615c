import {type Micros} from '../../log/entry.ts';
import {levels} from '../../log/level.ts';
import {
	type HistogramCell,
	histogramCells,
} from '../../store/histogram/histogram-cells.ts';
import {cellIndex, type HistogramWindow} from '../../store/histogram/window.ts';
import {shownWindow} from '../../store/histogram/shown-window.ts';
import {type State} from '../../store/state.ts';
import {width as widthOf} from '../../text/width.ts';
import {type Setting} from '../look/setting.ts';
import {spread} from '../look/line.ts';
import {type Role, type Theme} from '../look/theme.ts';
import {count, counted} from '../look/words.ts';
import {chosenCells} from './chosen-cells.ts';
import {peakWords} from './peak-words.ts';
import {spanEnds} from './span-ends.ts';

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const unknown = '·';
const deployMark = '▲';
const errorMark = '!';

/** `▁▁▂▅█···  4: entries over time, 12:01 to 12:03, max 340/min`: one row, and at its right end what else is to be said. */
export function histogramLine(
	state: State,
	setting: Setting,
	{right, width}: {readonly right: string; readonly width: number},
): string {
	const {theme} = setting;
	const isFocused = state.screen.mode.kind === 'histogram';
	const key = theme.paint(isFocused ? 'focused' : 'key', '4:');
	const window = shownWindow(state);
	if (window === undefined) {
		return spread(
			` ${key} ${theme.paint('quiet', 'entries over time')}`,
			right,
			width,
		);
	}

	const cells = histogramCells(state.logs, window);
	const chosen = chosenCells(state, window);
	const marks = marksOf(state, window);
	const scale = scaleOf(Math.max(...cells.map(({total}) => total)));
	const bar = cells
		.map((cell, index) =>
			chosen !== undefined && index >= chosen.first && index <= chosen.last
				? theme.paint('match', cellGlyph(cell, scale))
				: paintedCell(cell, scale, theme, marks.get(index)),
		)
		.join('');
	const room =
		width - window.count - 6 - (right === '' ? 0 : widthOf(right) + 2);
	const words =
		chosen === undefined
			? windowWords(cells, window, new Set(marks.values()), setting)
			: chosenWords(cells.slice(chosen.first, chosen.last + 1), setting);
	const fitting = words.find((form) => widthOf(form) <= room) ?? '';
	return spread(
		` ${bar}  ${key} ${theme.paint(isFocused ? 'text' : 'quiet', fitting)}`,
		right,
		width,
	);
}

function paintedCell(
	cell: HistogramCell,
	scale: number,
	theme: Theme,
	mark: string | undefined,
): string {
	if (mark !== undefined) {
		return theme.paint(mark === errorMark ? 'bad' : 'focused', mark);
	}

	return theme.paint(roleOf(cell), cellGlyph(cell, scale));
}

/** The worst level gives the colour. */
function roleOf({counts, total}: HistogramCell): Role {
	if (total === 0) {
		return 'quiet';
	}

	return levels[counts.findIndex((value) => value > 0)] ?? 'text';
}

/** Eighths of a cell; nothing logged is blank, and unlike nothing loaded. */
function cellGlyph({total, isLoaded}: HistogramCell, scale: number): string {
	if (total === 0) {
		return isLoaded ? ' ' : unknown;
	}

	const eighths = Math.ceil((total / scale) * blocks.length);
	return blocks[eighths - 1] ?? '█';
}

const steps = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** What a full cell stands for: a round number, so that the others keep their height while the highest grows. */
function scaleOf(most: number): number {
	const magnitude = 10 ** Math.floor(Math.log10(Math.max(1, most)));
	const step = steps.find((one) => one * magnitude >= most) ?? 10;
	return step * magnitude;
}

function marksOf(
	{details, firstError}: State,
	window: HistogramWindow,
): ReadonlyMap<number, string> {
	const marks = new Map<number, string>();
	const mark = (time: Micros | undefined, glyph: string) => {
		const index = time === undefined ? -1 : cellIndex(window, time);
		if (index >= 0 && index < window.count) {
			marks.set(index, glyph);
		}
	};

	mark(details.deployment?.createdAt, deployMark);
	mark(
		firstError.kind === 'found' ? firstError.entry.time : undefined,
		errorMark,
	);
	return marks;
}

/** From the longest form to the shortest. */
function windowWords(
	cells: readonly HistogramCell[],
	window: HistogramWindow,
	marks: ReadonlySet<string>,
	{timestamps}: Setting,
): string[] {
	const to = window.from + window.width * window.count;
	const ends = spanEnds(window.from, to, timestamps);
	const peak = peakWords(
		Math.max(...cells.map(({total}) => total)),
		window.width,
	);
	const all = `entries over time, ${ends}, ${peak}`;
	return [
		[
			all,
			...(marks.has(deployMark) ? [`${deployMark} deployed`] : []),
			...(marks.has(errorMark) ? [`${errorMark} first error`] : []),
		].join(', '),
		all,
		`${ends}, ${peak}`,
		ends,
	];
}

function chosenWords(
	cells: readonly HistogramCell[],
	{timestamps}: Setting,
): string[] {
	const [first] = cells;
	const last = cells.at(-1);
	if (first === undefined || last === undefined) {
		return [];
	}

	const sum = (rank: number) =>
		cells.reduce((total, {counts}) => total + (counts[rank] ?? 0), 0);
	const ends = spanEnds(first.from, last.to, timestamps);
	const total = cells.reduce((all, cell) => all + cell.total, 0);
	const isLoaded = cells.every((cell) => cell.isLoaded || cell.total > 0);
	const entries = isLoaded
		? counted(total, 'entry', 'entries')
		: total === 0
			? 'not loaded'
			: `${count(total)} loaded`;
	const errors = sum(0) === 0 ? '' : `, ${counted(sum(0), 'error', 'errors')}`;
	const warnings =
		sum(1) === 0 ? '' : `, ${counted(sum(1), 'warning', 'warnings')}`;
	return [
		`${ends}: ${entries}${errors}${warnings}`,
		`${ends}: ${entries}${errors}`,
		`${ends}: ${entries}`,
		ends,
	];
}
