import {firstLine} from '../../log/first-line.ts';
import {cut} from '../../text/cut.ts';
import {highlight, type Needle} from '../../text/highlight.ts';
import {isPrintableAscii} from '../../text/simple-text.ts';
import {sanitize} from '../../text/sanitize.ts';
import {width as widthOf} from '../../text/width.ts';
import {type Theme} from './theme.ts';

export type MessageLook = {
	readonly width: number;
	/** Cells by which it is shifted to the left. */
	readonly shift: number;
	/** What is marked in it; empty for nothing. */
	readonly match: string | readonly Needle[];
	readonly theme: Theme;
};

/** A message on one row, made safe: its first line, and `⋯ n` for its further lines. */
export function messageCells(
	message: string,
	{width, shift, match, theme}: MessageLook,
): string {
	const {line, moreCount} = firstLine(message);
	const more = moreWords(moreCount);
	return (
		cut(
			lineCells(line, {match, theme, cells: shift + width}),
			width - more.length,
			{skip: shift, ellipsis: '…', before: '…'},
		) + theme.paint('quiet', more)
	);
}

/** Whether more of a message stands at the right of what its row shows. */
export function goesOnRight(
	message: string,
	{width, shift}: Pick<MessageLook, 'width' | 'shift'>,
): boolean {
	const {line, moreCount} = firstLine(message);
	const cells = shift + width - moreWords(moreCount).length;
	return widthOf(sanitize(line, {hasColors: false, cells: cells + 1})) > cells;
}

function moreWords(moreCount: number): string {
	return moreCount === 0 ? '' : `  ⋯ ${moreCount}`;
}

/** So much is made safe behind what is shown, to find what begins in it and ends behind it. */
const marginCells = 256;
/** A row reads no more of a text that hardly fills cells, such as one of joiners; `…` says that it goes on. */
const mostCharactersPerCell = 16;

/** A line of a message, made safe, with what is looked for marked: as many cells of it as are asked for, and some more. */
export function lineCells(
	line: string,
	{
		match,
		theme,
		cells,
	}: Pick<MessageLook, 'match' | 'theme'> & {readonly cells: number},
): string {
	const wanted = cells + marginCells;
	const limit = wanted * mostCharactersPerCell;
	const read =
		line.length > limit && !isPrintableAscii(line.slice(0, wanted))
			? `${line.slice(0, limit)}…`
			: line;
	const safe = sanitize(read, {hasColors: theme.hasColors, cells: wanted});
	return highlight(safe, match, theme.match);
}
