import {isPrintableAscii} from './simple-text.ts';
import {plain, type Style, StyledText} from './style.ts';
import {walk, width as widthOf} from './width.ts';

/** Breaks a coloured string into rows of at most `width` cells, each coloured by itself. Rows are full, not broken at words, so that nothing of a log line is lost or moved. Always at least one row. */
export function wrap(text: string, width: number): string[] {
	return [...wrapPieces([text], width)];
}

/** The same for a string that comes in pieces, each of which is plain at its end. A row is made when it is asked for. */
export function* wrapPieces(
	pieces: Iterable<string>,
	width: number,
): Generator<string, void> {
	if (width <= 0) {
		yield '';
		return;
	}

	const row = new Row(width);
	for (const piece of pieces) {
		yield* isPrintableAscii(piece) ? fillPlain(row, piece) : fill(row, piece);
	}

	yield row.end();
}

function* fillPlain(row: Row, piece: string): Generator<string, void> {
	let index = 0;
	while (piece.length - index > row.room) {
		const end = index + row.room;
		row.push(piece.slice(index, end), end - index, plain);
		yield row.end();
		index = end;
	}

	row.push(piece.slice(index), piece.length - index, plain);
}

function fill(row: Row, piece: string): readonly string[] {
	const rows: string[] = [];
	walk(piece, (grapheme, cells, style) => {
		if (cells > row.room && !row.isEmpty) {
			rows.push(row.end());
		}

		// A wide character in a row of one cell has no place at all.
		if (cells > row.room) {
			row.push(' '.repeat(row.room), row.room, style);
		} else {
			row.push(grapheme, cells, style);
		}
	});
	return rows;
}

/** A row that is being filled. */
class Row {
	readonly #width: number;
	#text = new StyledText();
	#cells = 0;

	constructor(width: number) {
		this.#width = width;
	}

	get isEmpty(): boolean {
		return this.#cells === 0;
	}

	/** The cells that are left. */
	get room(): number {
		return this.#width - this.#cells;
	}

	push(text: string, cells: number, style: Style) {
		this.#text.push(text, style);
		this.#cells += cells;
	}

	/** What has been filled; a new row begins. */
	end(): string {
		const text = this.#text.toString();
		this.#text = new StyledText();
		this.#cells = 0;
		return text;
	}
}

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
