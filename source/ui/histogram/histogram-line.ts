import {type Micros} from '../../log/entry.ts';
import {levels} from '../../log/level.ts';
import {
	type HistogramCell,
	histogramCells,
	shownWindow,
	chosenCells,
	type ShownWindow,
} from '../../store/shown/histogram-window.ts';
import {cellIndex} from '../../store/view/histogram.ts';
import {type State} from '../../store/state.ts';
import {width as widthOf} from '../../text/width.ts';
import {type TimeSpan} from '../../log/time-range.ts';
import {type Timestamps} from '../../text/timestamp.ts';
import {type Setting} from '../look/setting.ts';
import {leastRowsForOpenPanes} from '../look/surface.ts';
import {type Snapshot} from '../view/view.ts';
import {spread} from '../look/line.ts';
import {type Role, type Theme} from '../look/theme.ts';
import {count, counted} from '../look/words.ts';

/** `▁▁▂▅█···  4: 12:01 to 12:03, max 340/min`, and at the right end what else is to be said; with a second row, that is for errors and warnings, on the same scale. */
export function histogramRow(
	{state, now}: Pick<Snapshot, 'state' | 'now'>,
	setting: Setting,
	{
		index,
		right,
		width,
	}: {
		/** Which of its rows. */
		readonly index: number;
		readonly right: string;
		readonly width: number;
	},
): string {
	const {theme} = setting;
	const window = shownWindow(state, now);
	if (window === undefined) {
		return index > 0
			? ''
			: spread(
					` ${keyOf(state, theme)} ${theme.paint('quiet', 'entries over time')}`,
					right,
					width,
				);
	}

	const cells = histogramCells(state.logs, window);
	// What is still being counted is no number yet.
	const isCounted =
		state.logs.matches.isDone && state.logs.histogram.isDone(window);
	const isAlone = histogramHeight(state.screen.rows) === 1;
	const drawing = {
		state,
		cells,
		window,
		theme,
		scale: scaleOf(Math.max(...cells.map(({total}) => total))),
	};
	const room = width - window.count - 6;
	const rest = ' '.repeat(window.count - cells.length);
	const fit = (words: readonly string[], cells: number) =>
		words.find((form) => widthOf(form) <= cells) ?? '';
	if (index > 0) {
		const words = isCounted
			? [
					[...markWords(drawing), ...badWords(cells).slice(0, 1)].join(' · '),
					...badWords(cells),
				]
			: [markWords(drawing).join(' · ')];
		return ` ${badBar(drawing)}${rest}  ${theme.paint('quiet', fit(words, room + 3))}`;
	}

	const chosen = chosenCells(state, window);
	const words =
		chosen === undefined
			? windowWords(drawing, setting, {isAlone, isCounted})
			: chosenWords(
					cells.slice(chosen.first, chosen.last + 1),
					window.width,
					setting,
				);
	const isFocused = chosen !== undefined;
	return spread(
		` ${entriesBar(drawing, isAlone)}${rest}  ${keyOf(state, theme)} ${theme.paint(
			isFocused ? 'text' : 'quiet',
			fit(words, room - (right === '' ? 0 : widthOf(right) + 2)),
		)}`,
		right,
		width,
	);
}

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const unknown = '·';
const deployMark = '▲';
const errorMark = '!';

/** Rows with the entries alone, or with their errors and warnings below them. */
export function histogramHeight(rows: number): 1 | 2 {
	return rows >= leastRowsForOpenPanes ? 2 : 1;
}

function keyOf({screen}: State, theme: Theme): string {
	return theme.paint(
		screen.mode.kind === 'histogram' ? 'focused' : 'key',
		'4:',
	);
}

type Drawing = {
	readonly state: State;
	readonly cells: readonly HistogramCell[];
	readonly window: ShownWindow;
	readonly theme: Theme;
	/** How many entries fill a cell. */
	readonly scale: number;
};

function entriesBar(
	{state, cells, window, theme, scale}: Drawing,
	/** Without a row for errors, the worst level gives the colour. */
	isAlone: boolean,
): string {
	const chosen = chosenCells(state, window);
	const marks = marksOf(state, window, cells.length);
	const paint = (cell: HistogramCell, index: number) => {
		const glyph = cellGlyph(cell, scale);
		if (chosen !== undefined && index >= chosen.first && index <= chosen.last) {
			return theme.paint('match', glyph);
		}

		const mark = marks.get(index);
		return mark === undefined
			? theme.paint(isAlone ? roleOf(cell) : 'quiet', glyph)
			: theme.paint(mark === errorMark ? 'bad' : 'focused', mark);
	};

	return cells.map((cell, index) => paint(cell, index)).join('');
}

/** Errors where there are some, else warnings: as high as their number is on the scale of all entries. */
function badBar({cells, theme, scale}: Drawing): string {
	return cells
		.map(({counts: [errors = 0, warnings = 0], isLoaded}) => {
			const total = errors > 0 ? errors : warnings;
			const glyph = cellGlyph({total, isLoaded: true}, scale);
			return total === 0 && !isLoaded
				? ' '
				: theme.paint(errors > 0 ? 'bad' : 'warning', glyph);
		})
		.join('');
}

/** The worst level gives the colour. */
function roleOf({counts, total}: HistogramCell): Role {
	if (total === 0) {
		return 'quiet';
	}

	return levels[counts.findIndex((value) => value > 0)] ?? 'text';
}

/** Eighths of a cell; nothing logged is blank, and unlike nothing loaded. */
function cellGlyph(
	{total, isLoaded}: Pick<HistogramCell, 'total' | 'isLoaded'>,
	scale: number,
): string {
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
	window: ShownWindow,
	/** The window's last cells are not told where the time asked for ends before them. */
	cellCount: number,
): ReadonlyMap<number, string> {
	const marks = new Map<number, string>();
	const mark = (time: Micros | undefined, glyph: string) => {
		const index = time === undefined ? -1 : cellIndex(window, time);
		if (index >= 0 && index < cellCount) {
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

/** What the marks in the bar mean. */
function markWords({state, window, cells}: Drawing): string[] {
	const marks = new Set(marksOf(state, window, cells.length).values());
	return [
		...(marks.has(deployMark) ? [`${deployMark} deployed`] : []),
		...(marks.has(errorMark) ? [`${errorMark} first error`] : []),
	];
}

/** From the longest form to the shortest. */
function windowWords(
	drawing: Drawing,
	{timestamps}: Setting,
	{
		isAlone,
		isCounted,
	}: {
		/** Without a second row, which else tells of the marks. */
		readonly isAlone: boolean;
		readonly isCounted: boolean;
	},
): string[] {
	const {cells, window} = drawing;
	const marks = isAlone ? markWords(drawing) : [];
	const ends = spanEnds(window.told, window.width, timestamps);
	const peak = isCounted
		? peakWords(Math.max(...cells.map(({total}) => total)), window.width)
		: 'counting';
	return [
		[`${ends}, ${peak}`, ...marks].join(', '),
		[`${ends}, ${peak}`, ...marks.slice(-1)].join(', '),
		`${ends}, ${peak}`,
		ends,
	];
}

/** How many there are in the window, as far as they are loaded. */
function badWords(cells: readonly HistogramCell[]): string[] {
	const sum = (rank: number) =>
		cells.reduce((total, {counts}) => total + (counts[rank] ?? 0), 0);
	const errors = counted(sum(0), 'error', 'errors');
	const warnings = counted(sum(1), 'warning', 'warnings');
	return [`${errors}, ${warnings}`, errors];
}

function chosenWords(
	cells: readonly HistogramCell[],
	cellWidth: Micros,
	{timestamps}: Setting,
): string[] {
	const [first] = cells;
	const last = cells.at(-1);
	if (first === undefined || last === undefined) {
		return [];
	}

	const sum = (rank: number) =>
		cells.reduce((total, {counts}) => total + (counts[rank] ?? 0), 0);
	const ends = spanEnds({from: first.from, to: last.to}, cellWidth, timestamps);
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

/** `max 340/min`, `max 57/10 s`: the most that a cell holds, a cell's width being the unit. To two digits: the row is not written again for each entry. */
function peakWords(most: number, width: Micros): string {
	return `max ${count(Number(most.toPrecision(2)))}/${widthWords(width)}`;
}

const minute: Micros = 60_000_000;

const second: Micros = 1_000_000;

const units: ReadonlyArray<readonly [unit: Micros, name: string]> = [
	[24 * 3600 * second, 'day'],
	[3600 * second, 'h'],
	[60 * second, 'min'],
	[second, 's'],
	[second / 1000, 'ms'],
];

/** `min`, `10 s`, `7 day`. */
function widthWords(width: Micros): string {
	const [unit = second, name = 's'] =
		units.find(([one]) => width >= one && width % one === 0) ?? [];
	return width === unit ? name : `${count(width / unit)} ${name}`;
}

/** `12:01 to 12:03`, with as much of each end as it needs, whole seconds unless cells are shorter. */
export function spanEnds(
	span: TimeSpan,
	cellWidth: Micros,
	timestamps: Timestamps,
): string {
	const isShort = cellWidth % second !== 0;
	const from = isShort ? span.from : Math.floor(span.from / second) * second;
	// A range counted back from now ends within a second as it begins.
	const isEven = span.from % second === span.to % second;
	const to = isShort
		? span.to
		: (isEven ? Math.floor : Math.ceil)(span.to / second) * second;
	const isFine = from % second !== 0 || to % second !== 0;
	const isOneDay = timestamps.date(from) === timestamps.date(to - 1);
	const clock = (time: Micros) => {
		if (isFine) {
			return timestamps.timeWithMillis(time);
		}

		const clockTime = timestamps.time(time);
		return from % minute === 0 && to % minute === 0
			? clockTime.slice(0, 5)
			: clockTime;
	};

	const end = (time: Micros) =>
		isOneDay ? clock(time) : `${timestamps.date(time)} ${clock(time)}`;
	return `${end(from)} to ${end(to)}`;
}
