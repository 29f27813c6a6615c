import {
	contentKey,
	type Entry,
	hasOwnTime,
	type Micros,
} from '../../log/entry.ts';
import {firstLine, messageLines} from '../../log/first-line.ts';
import {cut, fit} from '../../text/cut.ts';
import {type Needle} from '../../text/highlight.ts';
import {width as widthOf} from '../../text/width.ts';
import {wrap} from '../../text/wrap.ts';
import {
	levelLetter,
	paintMessage,
	goesOnRight,
	lineCells,
	messageCells,
	type MessageLook,
} from '../look/message-cells.ts';
import {type Theme} from '../look/theme.ts';
import {shortRegion} from '../look/words.ts';
import {type FieldCells} from './field-cells.ts';

/** `12:03:21.123 E us-east4      TypeError: …  ⋯ 3`: one row, or several when it is unfolded or wrapped. A `?` behind the time says that it is not the entry's own. Time, level, region and fields stay where they are when the message is shifted. */
export function entryRows(entry: Entry, look: EntryLook): readonly string[] {
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
		{...look, width: room},
		unfolded.size > 0 && unfolded.has(contentKey(entry)),
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

/** More than that of one entry is for its detail view. */
const mostRows = 500;

export function headWidthOf(
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
export function roomOf(
	time: string,
	look: Pick<EntryLook, 'width' | 'regionWidth' | 'fields'>,
): number {
	return Math.max(1, look.width - headWidthOf(time, look));
}

/** Whether the row of an entry can be scrolled further to its end. */
export function entryGoesOnRight(entry: Entry, look: EntryLook): boolean {
	const width = roomOf(look.time(entry.time), look);
	return goesOnRight(entry.message, {width, shift: look.shift});
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

	return isUnfolded ? allRows(message, look) : foldedRows(message, look);
}

function allRows(message: string, look: MessageRowsLook): string[] {
	const rows: string[] = [];
	for (const line of messageLines(message)) {
		if (rows.length >= mostRows) {
			rows.push(
				look.theme.paint('quiet', cut('⋯ enter shows the rest', look.width)),
			);
			break;
		}

		rows.push(...wrapLine(line, look));
	}

	return rows;
}

function wrapLine(line: string, look: MessageRowsLook): string[] {
	const cells = lineCells(line, {...look, cells: mostRows * look.width});
	return wrap(cells, look.width).slice(0, mostRows);
}

function foldedRows(message: string, look: MessageRowsLook): string[] {
	const {line, moreCount} = firstLine(message);
	const rows = wrapLine(line, look);
	if (moreCount === 0) {
		return rows;
	}

	const more = `  ⋯ ${moreCount}`;
	const last = rows.at(-1) ?? '';
	const painted = look.theme.paint('quiet', more);
	return widthOf(last) + more.length <= look.width
		? [...rows.slice(0, -1), last + painted]
		: [...rows, painted];
}
