import {width as widthOf} from '../../text/width.ts';
import {wrapWords} from '../../text/wrap.ts';
import {type Role, type Theme} from './theme.ts';

/** What stands in place of a list that is empty: what has happened, and what to do. */
export type Face = {
	readonly role: Role;
	readonly lines: readonly string[];
};

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
