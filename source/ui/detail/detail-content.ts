import {type Entry, hasOwnTime, type Micros} from '../../log/entry.ts';
import {type EntryHead} from '../../store/buffer/log-buffer.ts';
import {type DetailSubject} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {cut, wrapPieces} from '../../text/cut.ts';
import {relativeTime, createTimestamps} from '../../text/timestamp.ts';
import {
	needles,
	entryLook,
	type EntryLook,
	entryRows,
} from '../entry/entry-rows.ts';
import {type Setting} from '../look/setting.ts';
import {levelRole} from '../look/message-cells.ts';
import {durationWords, safe, shortRegion} from '../look/words.ts';
import {type Neighbours, neighbours} from '../../store/list/neighbours.ts';
import {LazyList, type Field, fieldLines, headFields} from './fields.ts';
import {messagePieces} from './message-lines.ts';

/** What is shown in full: its fields, its message, and what was logged around it. */
export function detailContent(
	state: State,
	subject: DetailSubject,
	setting: Setting,
	width: number,
): DetailContent {
	const rows = layOutOnce(state, subject, setting, width);
	let around: readonly DetailRow[] | undefined;
	/** Nothing as long as the rows before it are not all made. */
	const neighbours = (): readonly DetailRow[] => {
		if (!rows.isWhole || subject.kind !== 'entry') {
			return [];
		}

		around ??= neighbourRows(state, subject.entry, setting, width);
		return around;
	};

	return {
		at(index) {
			return rows.at(index) ?? neighbours()[index - rows.known.length];
		},
		count(limit) {
			rows.reach(limit);
			return Math.min(limit, rows.known.length + neighbours().length);
		},
		get knownCount() {
			return rows.known.length;
		},
	};
}

/** A line that may take several rows; its pieces are made when they are asked for. */
type Line = {readonly pieces: Iterable<string>; readonly field?: Field};

/** The rows of what is shown in full, each made when it is asked for. */
export type DetailContent = {
	readonly at: (index: number) => DetailRow | undefined;
	/** How many rows there are, of which no more than so many are counted. */
	readonly count: (limit: number) => number;
	/** How many have been made so far. */
	readonly knownCount: number;
};

/** A row of the detail view, below its rule. */
export type DetailRow = {
	/** Without the gutter. */
	readonly text: string;
	readonly field?: Field;
	/** Which of the fields that is, from 0. */
	readonly fieldIndex?: number;
	/** Among its neighbours, the entry that is shown in full. */
	readonly isItself?: boolean;
};

const labelWidth = 8;
const utc = createTimestamps('utc');
/** Longer ago, tenths of a second say nothing. */
const longestInSeconds: Micros = 600_000_000;

let lastSubject: DetailSubject['entry'] | undefined;
let lastLook = '';
let lastRows = new LazyList<DetailRow>([]);

/** Laid out once for each entry, not with every frame. */
function layOutOnce(
	state: State,
	subject: DetailSubject,
	setting: Setting,
	width: number,
): LazyList<DetailRow> {
	const createdAt = state.details.deployment?.createdAt ?? 0;
	const look = `${width} ${createdAt} ${JSON.stringify(state.logs.query)}`;
	if (lastSubject !== subject.entry || lastLook !== look) {
		lastSubject = subject.entry;
		lastLook = look;
		lastRows = new LazyList(layOut(linesOf(state, subject, setting), width));
	}

	return lastRows;
}

function* layOut(
	lines: Iterable<Line>,
	width: number,
): Generator<DetailRow, void> {
	let fieldIndex = -1;
	for (const {pieces, field} of lines) {
		fieldIndex += field === undefined ? 0 : 1;
		for (const text of wrapPieces(pieces, width - 1)) {
			yield {text, ...(field !== undefined && {field, fieldIndex})};
		}
	}
}

function* linesOf(
	state: State,
	subject: DetailSubject,
	setting: Setting,
): Generator<Line, void> {
	const {theme} = setting;
	const match = needles(state.logs.query);
	const label = (words: string) =>
		theme.paint('quiet', words.padEnd(labelWidth));
	if (subject.kind === 'entry') {
		const words = timeWords(subject.entry, state, setting);
		yield {pieces: [label('time'), words]};
	}

	for (const field of headFields(subject)) {
		const {kind, value} = field;
		const words =
			kind === 'level'
				? theme.paint(levelRole(value), safe(value))
				: kind === 'region'
					? regionWords(value)
					: safe(value);
		yield {pieces: [label(kind), words], field};
	}

	yield {pieces: []};
	for (const {line, field} of fieldLines(subject)) {
		yield {
			pieces: messagePieces(line, match, theme),
			...(field !== undefined && {field}),
		};
	}
}

/** `2026-03-01 12:03:21.340 UTC+01:00 · 11:03:21.340 UTC · +64.1 s`. */
function timeWords(
	entry: Entry,
	{details, logs}: State,
	{timestamps, theme}: Setting,
): string {
	const {time} = entry;
	const zone = timestamps.zoneLabel(time);
	const createdAt = details.deployment?.createdAt;
	const utcDate =
		utc.date(time) === timestamps.date(time) ? '' : `${utc.date(time)} `;
	return [
		`${timestamps.date(time)} ${timestamps.timeWithMillis(time)} ${zone}`,
		...(zone === 'UTC' ? [] : [`${utcDate}${utc.timeWithMillis(time)} UTC`]),
		...(createdAt === undefined
			? []
			: [
					`${sinceWords(time, createdAt)} since the ${logs.traits.words.deployment}`,
				]),
		...(hasOwnTime(entry) ? [] : [borrowedWords(entry)]),
	].join(theme.paint('quiet', ' · '));
}

/** Why the time is not the entry's own. */
function borrowedWords({timeText = ''}: Entry): string {
	return timeText === ''
		? 'guessed from its place: it came without a time'
		: `guessed from its place: its own cannot be read: ${cut(safe(timeText), mostTimeCells)}`;
}

const mostTimeCells = 40;

function sinceWords(time: Micros, createdAt: Micros): string {
	return Math.abs(time - createdAt) < longestInSeconds
		? relativeTime(time, createdAt)
		: `${time < createdAt ? '-' : '+'}${durationWords(Math.abs(time - createdAt))}`;
}

/** As it is shown in the list, and as the server names it. */
function regionWords(region: string): string {
	const short = shortRegion(region);
	return short === safe(region) ? short : `${short} (${safe(region)})`;
}

/** What was logged around an entry: a few rows before and after it, whatever the filter lets through. */
function neighbourRows(
	state: State,
	entry: Entry,
	setting: Setting,
	width: number,
): DetailRow[] {
	const {theme} = setting;
	const {logs} = state;
	const found = neighbours(logs, entry);
	const look: EntryLook = {
		...entryLook(state, setting, width - 1),
		match: [],
		shift: 0,
		isWrapped: false,
		unfolded: new Set(),
	};
	const row = (one: EntryHead) => ({text: entryRows(one, look)[0] ?? ''});
	return [
		{text: ''},
		{
			text: theme.paint(
				'quiet',
				`around it, all levels${statusWords(found, state)}`,
			),
		},
		...found.before.map((one) => row(one)),
		{...row(entry), isItself: true},
		...found.after.map((one) => row(one)),
	];
}

function statusWords({missing, isAtEnd}: Neighbours, {logs}: State): string {
	if (missing === undefined || isAtEnd) {
		return '';
	}

	const isFailed = logs.failedGaps.some(
		({from, to}) => from < missing.to && to > missing.from,
	);
	return isFailed || logs.connection.kind === 'offline'
		? ' · some may be missing'
		: ' · loading …';
}
