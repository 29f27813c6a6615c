import {cut, fit, wrapWords} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {type Theme, type Role} from './theme.ts';

/** What stands in place of a list that is empty: what has happened, and what to do. */
export type Face = {
	readonly role: Role;
	readonly lines: readonly string[];
};

/** A row with one text at its left and one at its right end; the left one gives way. */
export function spread(left: string, right: string, width: number): string {
	const cells = widthOf(right);
	if (cells === 0 || cells + 1 > width) {
		return fit(left, width, {ellipsis: '…'});
	}

	return `${fit(left, width - cells - 1, {ellipsis: '…'})} ${right}`;
}

/** `── left ────── right ──`: what stands above a list. The right text goes where there is no room for both. */
export function ruleLine(
	{left, right = ''}: {readonly left: string; readonly right?: string},
	width: number,
	theme: Theme,
): string {
	const rule = (cells: number) =>
		theme.paint('quiet', '─'.repeat(Math.max(0, cells)));
	const ends = 6;
	const rightCells = right === '' ? 0 : widthOf(right) + 3;
	const hasRight = rightCells > 0 && widthOf(left) + rightCells + ends <= width;
	const room = width - ends - (hasRight ? rightCells : 0);
	const shown = cut(left, room, {ellipsis: '…'});
	const middle = rule(room - widthOf(shown) + (hasRight ? 1 : 2));
	return hasRight
		? `${rule(2)} ${shown} ${middle} ${right} ${rule(2)}`
		: `${rule(2)} ${shown} ${middle}`;
}

/** A row of a face, which stands in the middle of the rectangle that the list leaves it. */
export function faceRow(
	{role, lines}: Face,
	index: number,
	{width, height}: {readonly width: number; readonly height: number},
	theme: Theme,
): string {
	const room = Math.max(1, width - 4);
	const rows = lines.flatMap((line, at) =>
		wrapWords(line, room).map((text) => ({text, isFirst: at === 0})),
	);
	const top = Math.max(0, Math.floor((height - rows.length) / 2));
	const row = rows[index - top];
	if (row === undefined) {
		return '';
	}

	const blanks = ' '.repeat(Math.floor((width - widthOf(row.text)) / 2));
	return blanks + theme.paint(row.isFirst ? role : 'quiet', row.text);
}

/** Which item of a list stands first: the chosen one is in the middle where it can. */
export function topAround(
	index: number,
	count: number,
	height: number,
): number {
	return Math.max(0, Math.min(index - Math.floor(height / 2), count - height));
}
