import {StyledText, type Style, plain} from './style.ts';
import {isPrintableAscii, simpleWidth} from './simple-text.ts';
import {walk, width as widthOf} from './width.ts';

/** At most `width` cells of a coloured string. A wide character that is cut through leaves blanks. */
export function cut(
	text: string,
	width: number,
	{skip = 0, ellipsis = '', before = ''}: CutOptions = {},
): string {
	if (width <= 0) {
		return '';
	}

	if (before !== '' && skip > 0 && text !== '') {
		const cells = keptFor(before, width - 1);
		return (
			(cells > 0 ? before : '') +
			cut(text, width - cells, {skip: skip + cells, ellipsis})
		);
	}

	const end = skip + width;
	// One character more than fits tells whether anything was cut, however long the text is.
	const head = text.slice(0, end + 1);
	if (isPrintableAscii(head)) {
		return head.length <= end
			? head.slice(skip)
			: head.slice(skip, end - keptFor(ellipsis, width)) +
					(keptFor(ellipsis, width) > 0 ? ellipsis : '');
	}

	return skip === 0 && isSurelyShort(text, end)
		? text
		: cutStyled(text, skip, width, ellipsis);
}

type CutOptions = {
	/** How many cells to leave out at the left, for scrolling sideways. */
	readonly skip?: number;
	/** What stands at the end of a text that was cut there, such as `…`. */
	readonly ellipsis?: string;
	/** What stands at the beginning of a text that was cut there. */
	readonly before?: string;
};

type FitOptions = CutOptions & {
	/** Where a shorter text stands; left unless told. */
	readonly align?: 'left' | 'right';
};

/** A text with many more characters than cells is walked through only as far as it is shown. */
const mostCharactersPerCell = 8;

/** Whether a coloured text needs no walk to tell that it fits, and is plain at its end. */
function isSurelyShort(text: string, width: number): boolean {
	if (text.length > width * mostCharactersPerCell) {
		return false;
	}

	const last = text.lastIndexOf('\u001B');
	const isPlainAtEnd = last === -1 || text.startsWith('[0m', last + 1);
	return isPlainAtEnd && (simpleWidth(text) ?? width + 1) <= width;
}

/** The cells that the ellipsis gets: none where it does not fit. */
function keptFor(ellipsis: string, width: number): number {
	const cells = widthOf(ellipsis);
	return cells <= width ? cells : 0;
}

type Piece = {
	readonly text: string;
	readonly style: Style;
	readonly end: number;
};

function cutStyled(
	text: string,
	skip: number,
	width: number,
	ellipsis: string,
): string {
	const end = skip + width;
	const pieces: Piece[] = [];
	let column = 0;
	let isCut = false;
	walk(text, (grapheme, cells, style) => {
		const start = column;
		column += cells;
		if (column > end) {
			isCut = true;
			return false;
		}

		if (column > skip) {
			pieces.push({
				text: start < skip ? ' '.repeat(column - skip) : grapheme,
				style,
				end: column,
			});
		}

		return true;
	});
	const kept = isCut ? keptFor(ellipsis, width) : 0;
	const result = new StyledText();
	let lastStyle: Style = '';
	let cells = 0;
	for (const piece of pieces) {
		if (piece.end <= end - kept) {
			result.push(piece.text, piece.style);
			lastStyle = piece.style;
			cells = piece.end - skip;
		}
	}

	if (kept > 0) {
		result.push(' '.repeat(width - kept - cells) + ellipsis, lastStyle);
	}

	return result.toString();
}

/** Exactly `width` cells of a coloured string: cut, or filled with blanks. */
export function fit(
	text: string,
	width: number,
	{align = 'left', ...options}: FitOptions = {},
): string {
	const shown = cut(text, width, options);
	const blanks = ' '.repeat(Math.max(0, width - widthOf(shown)));
	return align === 'left' ? shown + blanks : blanks + shown;
}

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
