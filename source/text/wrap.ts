import {isPrintableAscii} from './simple-text.ts';
import {StyledText} from './styled-text.ts';
import {walk} from './walk.ts';

/** Breaks a coloured string into rows of at most `width` cells, each coloured by itself. Rows are full, not broken at words, so that nothing of a log line is lost or moved. Always at least one row. */
export function wrap(text: string, width: number): string[] {
	if (width <= 0) {
		return [''];
	}

	if (isPrintableAscii(text)) {
		return wrapPlain(text, width);
	}

	const rows: string[] = [];
	let row = new StyledText();
	let column = 0;
	walk(text, (grapheme, cells, style) => {
		if (column > 0 && column + cells > width) {
			rows.push(row.toString());
			row = new StyledText();
			column = 0;
		}

		// A wide character in a row of one cell has no place at all.
		const isTooWide = cells > width;
		row.push(isTooWide ? ' '.repeat(width) : grapheme, style);
		column += isTooWide ? width : cells;
	});
	rows.push(row.toString());
	return rows;
}

function wrapPlain(text: string, width: number): string[] {
	const rows: string[] = [];
	for (let index = 0; index < text.length; index += width) {
		rows.push(text.slice(index, index + width));
	}

	return rows.length === 0 ? [''] : rows;
}
