import {width as widthOf} from './width.ts';
import {wrap} from './wrap.ts';

/** Breaks a sentence between its words, into rows of at most `width` cells; a word that is wider is broken itself. Always at least one row. */
export function wrapWords(text: string, width: number): string[] {
	const rows: string[] = [];
	let row = '';
	for (const word of text.split(' ')) {
		if (row !== '' && widthOf(row) + 1 + widthOf(word) > width) {
			rows.push(row);
			row = '';
		}

		const [first = '', ...rest] = wrap(word, width).toReversed();
		rows.push(...rest.toReversed());
		row = row === '' ? first : `${row} ${first}`;
	}

	return [...rows, row];
}
