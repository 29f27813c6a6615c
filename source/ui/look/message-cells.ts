import {firstLine, mostCounted} from '../../log/first-line.ts';
import {cut} from '../../text/cut.ts';
import {highlight, type Needle} from '../../text/highlight.ts';
import {isPrintableAscii} from '../../text/simple-text.ts';
import {sanitize} from '../../text/sanitize.ts';
import {width as widthOf} from '../../text/width.ts';
import {levelOf} from '../../log/level.ts';
import {type Theme, type Role} from './theme.ts';
import {safe} from './words.ts';

/** A message on one row, made safe: its first line, and `⋯ n` for its further lines. */
export function messageCells(
	message: string,
	{width, shift, match, theme, unreadLines}: MessageLook,
): string {
	const {line, moreCount} = firstLine(message);
	const more = moreWords(moreCount + (unreadLines ?? 0));
	return (
		cut(
			lineCells(line, {match, theme, cells: shift + width}),
			width - more.length,
			{skip: shift, ellipsis: '…', before: '…'},
		) + theme.paint('quiet', more)
	);
}

export type MessageLook = {
	readonly width: number;
	/** Cells by which it is shifted to the left. */
	readonly shift: number;
	/** What is marked in it; empty for nothing. */
	readonly match: string | readonly Needle[];
	readonly theme: Theme;
	/** How many lines the message has beside those that are given. */
	readonly unreadLines?: number | undefined;
};

/** So many characters of a message are all that its row may show something of. */
export function charactersOfRow({
	width,
	shift,
}: Pick<MessageLook, 'width' | 'shift'>): number {
	return (shift + width + marginCells) * mostCharactersPerCell + 1;
}

/** Whether more of a message stands at the right of what its row shows. */
export function goesOnRight(
	message: string,
	{
		width,
		shift,
		unreadLines,
	}: Pick<MessageLook, 'width' | 'shift' | 'unreadLines'>,
): boolean {
	const {line, moreCount} = firstLine(message);
	const more = moreWords(moreCount + (unreadLines ?? 0));
	const cells = shift + width - more.length;
	return widthOf(sanitize(line, {hasColors: false, cells: cells + 1})) > cells;
}

/** `⋯ 3`; `⋯ 10000+` where they were not counted to the end. */
export function moreWords(moreCount: number): string {
	return moreCount === 0
		? ''
		: `  ⋯ ${Math.min(moreCount, mostCounted)}${moreCount > mostCounted ? '+' : ''}`;
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

/** A level is a letter as well as a colour: `E`, `W`, `I`, `D` by whatever name it came. What is none of the four has its first letter, where that is not one of theirs: a row with an `E` never vanishes under the errors. */
export function levelLetter(
	level: string,
	theme: Theme,
	isReversed = false,
): string {
	const reverse =
		isReversed && theme.match !== '' ? `\u001B[${theme.match}m` : '';
	const painted = theme.paint(levelRole(level), reverse + letter(level));
	return reverse === '' || painted.endsWith('\u001B[0m')
		? painted
		: `${painted}\u001B[0m`;
}

/** The look of an error's or a warning's text. */
function textRole(level: string): Role {
	const meant = levelOf(level);
	return meant === 'error' || meant === 'warning' ? textRoles[meant] : 'text';
}

const textRoles = {error: 'errorText', warning: 'warningText'} as const;

const escape = '\u001B';

/** Paints a message by its level where it brings no colours of its own. */
export function paintMessage(
	cells: string,
	{level, message}: {readonly level: string; readonly message: string},
	theme: Theme,
): string {
	const role = textRole(level);
	return role === 'text' || message.includes(escape)
		? cells
		: theme.paint(role, cells);
}

export function levelRole(level: string): Role {
	return levelOf(level) ?? 'text';
}

function letter(level: string): string {
	const first = safe(levelOf(level) ?? level)
		.slice(0, 1)
		.toUpperCase();
	return levelOf(level) !== undefined || /^[[!-~]--[EWID]]$/v.test(first)
		? first
		: '?';
}
