import {foldKey, hasOwnTime, type Micros} from '../../log/entry.ts';
import {firstLine, messageLines} from '../../log/first-line.ts';
import {type EntryHead} from '../../store/buffer/log-buffer.ts';
import {cut, fit, wrap} from '../../text/cut.ts';
import {type Needle} from '../../text/highlight.ts';
import {isSimpleText} from '../../text/simple-text.ts';
import {width as widthOf} from '../../text/width.ts';
import {
	charactersOfRows,
	type Logs,
	mostRowsOfEntry,
} from '../../store/logs.ts';
import {type State} from '../../store/state.ts';
import {relativeTime, type Timestamps} from '../../text/timestamp.ts';
import {createExpression} from '../../log/expression.ts';
import {type Query} from '../../log/query.ts';
import {viewport} from '../../store/list/viewport.ts';
import {
	charactersOfRow,
	levelLetter,
	paintMessage,
	goesOnRight,
	lineCells,
	messageCells,
	moreWords,
	type MessageLook,
} from '../look/message-cells.ts';
import {type Theme} from '../look/theme.ts';
import {shortRegion} from '../look/words.ts';
import {isWide} from '../look/surface.ts';
import {type Setting} from '../look/setting.ts';
import {
	type FieldCells,
	fieldCells,
	fieldsKey,
	measureFields,
} from './field-cells.ts';

/** `12:03:21.123 E us-east4      TypeError: …  ⋯ 3`: one row, or several when it is unfolded or wrapped. A `?` behind the time says that it is not the entry's own. Time, level, region and fields stay where they are when the message is shifted. */
export function entryRows(
	entry: EntryHead,
	look: EntryLook,
): readonly string[] {
	const {theme, regionWidth, unfolded, fields} = look;
	const time = look.time(entry.time);
	const region =
		regionWidth === 0
			? ''
			: `${fit(shortRegion(entry.region), regionWidth, {ellipsis: '…'})}  `;
	const mark = hasOwnTime(entry) ? ' ' : '?';
	const head = `${theme.paint('quiet', time)}${mark}${levelLetter(entry.level, theme, look.isChosen)} ${theme.paint('quiet', region)}${fields === undefined ? '' : theme.paint('name', fields.row(entry))}`;
	const headWidth = headWidthOf(time, look);
	const room = roomOf(time, look);
	const rows = messageRows(
		entry.message,
		{...look, width: room, unreadLines: entry.unreadLines},
		unfolded.size > 0 && unfolded.has(foldKey(entry)),
	);
	const indent = rows.length > 1 ? ' '.repeat(headWidth) : '';
	return rows.map(
		(row, index) =>
			(index === 0 ? head : indent) + paintMessage(row, entry, theme),
	);
}

export type EntryLook = {
	/** Without the gutter. */
	readonly width: number;
	readonly shift: number;
	readonly isWrapped: boolean;
	/** The content of the entries all lines of which are shown. */
	readonly unfolded: ReadonlySet<string>;
	readonly match: readonly Needle[];
	/** 0 leaves the region out. */
	readonly regionWidth: number;
	/** The columns of fields; absent where there are none. */
	readonly fields?: FieldCells | undefined;
	/** Always as wide. */
	readonly time: (time: Micros) => string;
	readonly theme: Theme;
	/** The reader has stopped at it: its letter stands in reverse. */
	readonly isChosen?: boolean;
};

/** So many characters of a message are all that the rows of its entry may show something of. */
export function charactersOf(
	look: Pick<
		EntryLook,
		| 'width'
		| 'regionWidth'
		| 'fields'
		| 'time'
		| 'shift'
		| 'isWrapped'
		| 'unfolded'
	>,
): number {
	const width = roomOf(look.time(0), look);
	return look.isWrapped || look.unfolded.size > 0
		? charactersOfRows(width)
		: charactersOfRow({width, shift: look.shift});
}

function headWidthOf(
	time: string,
	{regionWidth, fields}: Pick<EntryLook, 'regionWidth' | 'fields'>,
): number {
	return (
		time.length +
		3 +
		(regionWidth === 0 ? 0 : regionWidth + 2) +
		(fields?.width ?? 0)
	);
}

/** The cells that a row leaves to the message. */
function roomOf(
	time: string,
	look: Pick<EntryLook, 'width' | 'regionWidth' | 'fields'>,
): number {
	return Math.max(1, look.width - headWidthOf(time, look));
}

/** Whether the row of an entry can be scrolled further to its end. */
export function entryGoesOnRight(entry: EntryHead, look: EntryLook): boolean {
	const width = roomOf(look.time(entry.time), look);
	return goesOnRight(entry.message, {
		width,
		shift: look.shift,
		unreadLines: entry.unreadLines,
	});
}

type MessageRowsLook = MessageLook & {readonly isWrapped: boolean};

/** A message on one row, or on several when it is unfolded or wrapped. */
export function messageRows(
	message: string,
	look: MessageRowsLook,
	isUnfolded: boolean,
): readonly string[] {
	if (!isUnfolded && !look.isWrapped) {
		return [messageCells(message, look)];
	}

	return isUnfolded
		? wrapLines(messageLines(message), look)
		: foldedRows(message, look);
}

/** What is not plain takes more work for each of its cells: in characters, some 10 ms. */
const mostThatIsNotPlain = 16_384;

/** Lines in rows, as many as there is room for: the last of them says where the rest is. */
function wrapLines(lines: readonly string[], look: MessageRowsLook): string[] {
	const rows: string[] = [];
	let left = Math.min(mostThatIsNotPlain, mostRowsOfEntry * look.width);
	let isCut = look.unreadLines !== undefined;
	for (const line of lines) {
		const room = mostRowsOfEntry - rows.length;
		const cells = room * look.width;
		const isPlain = isSimpleText(line.slice(0, cells));
		const part = line.slice(0, isPlain ? cells : left);
		left -= isPlain ? 0 : part.length;
		if (room === 0 || (part === '' && line !== '')) {
			isCut = true;
			break;
		}

		rows.push(
			...wrap(lineCells(part, {...look, cells}), look.width).slice(0, room),
		);
		if (part.length < line.length) {
			isCut = true;
			break;
		}
	}

	return isCut
		? [...rows, look.theme.paint('quiet', cut(restWords, look.width))]
		: rows;
}

const restWords = '⋯ enter shows the rest';

function foldedRows(message: string, look: MessageRowsLook): string[] {
	const {line, moreCount} = firstLine(message);
	// What was not read is the rest of this line only if so much of it was.
	const unreadLines =
		line.length < charactersOfRows(look.width) ? undefined : look.unreadLines;
	const rows = wrapLines([line], {...look, unreadLines});
	const more = moreWords(moreCount + (look.unreadLines ?? 0));
	const last = rows.at(-1) ?? '';
	const painted = look.theme.paint('quiet', more);
	return more === '' || widthOf(last) + more.length <= look.width
		? [...rows.slice(0, -1), last + painted]
		: [...rows, painted];
}

/** How the rows of entries look now; `width` is that of the list. */
export function entryLook(
	state: State,
	{timestamps, theme}: Setting,
	width: number,
): EntryLook {
	const {logs, screen} = state;
	return {
		width: width - 1,
		shift: screen.shift,
		isWrapped: screen.isWrapped,
		unfolded: screen.unfolded,
		match: needles(logs.query),
		regionWidth: isWide(screen.columns) ? regionWidth(logs, screen.columns) : 0,
		fields: fieldCells(state, width),
		time: timeOf(state, timestamps),
		theme,
	};
}

const leastRegionWidth = 12;
/** So much of a row is the region's at most: the longest names there are stand in full from 120 columns on. */
const mostOfRow = 1 / 5;
/** `+14 d 00:00:00`: two weeks, which is as long as logs are kept. */
const relativeWidth = 14;

/** The cells that a row has for the message of an entry; `width` is that of the list. */
export function messageWidth(
	state: State,
	{timestamps}: Setting,
	width: number,
): number {
	const {logs, screen} = state;
	return roomOf(timeOf(state, timestamps)(0), {
		width: width - 1,
		regionWidth: isWide(screen.columns) ? regionWidth(logs, screen.columns) : 0,
		fields: fieldCells(state, width),
	});
}

/** Looks with the same key give the same rows, as long as the matches are the same. */
export function lookKey({logs, screen}: State): string {
	const {columns, shift, isWrapped, times} = screen;
	return [
		columns,
		shift,
		isWrapped,
		times,
		isWide(columns) ? regionWidth(logs, columns) : 0,
		fieldsKey({logs, screen}),
	].join(' ');
}

function timeOf(
	{screen, details}: State,
	timestamps: Timestamps,
): (time: Micros) => string {
	const origin = details.deployment?.createdAt;
	if (screen.times === 'deployment' && origin !== undefined) {
		return (time) =>
			fit(relativeTime(time, origin), relativeWidth, {align: 'right'});
	}

	return isWide(screen.columns) ? timestamps.timeWithMillis : timestamps.time;
}

/** There is no column for a region that all entries have. */
function regionWidth({buffer}: Logs, columns: number): number {
	const {names} = buffer.regions;
	const known = measured.get(buffer);
	const count = Math.min(names.length, mostMeasured);
	if (known?.count === count) {
		return Math.min(known.width, Math.floor(columns * mostOfRow));
	}

	const shown = names.slice(0, count).filter(Boolean);
	const width =
		shown.length < 2
			? 0
			: Math.max(
					leastRegionWidth,
					...shown.map((name) => shortRegion(name).length),
				);
	measured.set(buffer, {count, width});
	return Math.min(width, Math.floor(columns * mostOfRow));
}

/** A server may make up any number of names; of so many the column is as wide. */
const mostMeasured = 100;

/** Asked for with every frame: measured again once there are more names. */
const measured = new WeakMap<
	Logs['buffer'],
	{readonly count: number; readonly width: number}
>();

/** What is marked in the messages of a query: all that they were looked for by. */
export function needles({filter, refinements}: Query): readonly Needle[] {
	return [
		...(filter.text === '' ? [] : [filter.text]),
		...refinements.flatMap((refinement): readonly Needle[] => {
			if (
				refinement.effect === 'hide' ||
				refinement.kind === 'pattern' ||
				refinement.kind === 'field'
			) {
				return [];
			}

			if (refinement.kind === 'text') {
				return [refinement.text];
			}

			const {source, flags} = refinement;
			const created = createExpression(source, `g${flags}`);
			return created.kind === 'unclear' ? [] : [created.expressionFor];
		}),
	];
}

/** The names of the fields that stand in columns, each above its own. */
export function fieldsHeading(
	state: State,
	setting: Setting,
	width: number,
): string {
	// The rows may be drawn after it.
	measureFields(state, viewport(state.logs));
	const look = entryLook(state, setting, width);
	const {fields, time} = look;
	if (fields === undefined) {
		return setting.theme.paint(
			'quiet',
			cut(' There is no room for the columns that are chosen.', width),
		);
	}

	const before = 1 + headWidthOf(time(0), look) - fields.width;
	return setting.theme.paint(
		'quiet',
		cut(`${' '.repeat(before)}${fields.heading}message`, width),
	);
}
