import {eastAsianWidth} from 'get-east-asian-width';
import {plain, type Style} from '../../text/style.ts';
import {walk, graphemeWidth} from '../../text/width.ts';
import {BoundedCache} from '../../base/cache.ts';

/** What each cell of a row shows. The cells of a wide grapheme but its first have no text. */
export type Cells = {
	readonly texts: readonly string[];
	readonly styles: readonly Style[];
	/** After the last cell that is not a plain blank. */
	readonly end: number;
	/** The greatest of all doubts about the width of what is in them. */
	readonly doubt: Doubt;
};

/** A part of a row of the screen: a coloured string in the cells from `x`. */
export type Part = {
	readonly x: number;
	readonly width: number;
	readonly text: string;
};

/** A row of the screen. Rows with the same key look the same, so that most are never taken apart into cells. */
export class Row {
	readonly key: string;
	readonly #parts: readonly Part[];
	readonly #columns: number;
	#cells: Cells | undefined;

	constructor(parts: readonly Part[], columns: number) {
		this.key = keyOf(parts, columns);
		this.#parts = parts;
		this.#columns = columns;
	}

	get cells(): Cells {
		this.#cells ??= createCells(this.#parts, this.#columns);
		return this.#cells;
	}
}

/** Lays the parts over one another, later ones on top. Nothing but graphemes and styles gets into a cell, whatever the strings hold. */
function createCells(parts: readonly Part[], columns: number): Cells {
	const blank = blankRow(columns);
	const texts = [...blank.texts];
	const styles = [...blank.styles];
	for (const [index, part] of parts.entries()) {
		const from = Math.max(0, part.x);
		const to = Math.min(columns, part.x + part.width);
		if (index > 0) {
			clear(texts, styles, from, to);
		}

		let column = from;
		walk(part.text, (grapheme, width, style) => {
			if (column + width > to) {
				return false;
			}

			texts[column] = grapheme;
			styles[column] = style;
			for (let cell = column + 1; cell < column + width; cell++) {
				texts[cell] = '';
				styles[cell] = style;
			}

			column += width;
			return column < to;
		});
	}

	let end = columns;
	while (end > 0 && texts[end - 1] === ' ' && styles[end - 1] === plain) {
		end--;
	}

	return {texts, styles, end, doubt: greatestDoubt(texts, end)};
}

function greatestDoubt(texts: readonly string[], end: number): Doubt {
	let greatest: Doubt = doubt.none;
	for (let x = 0; x < end; x++) {
		const textDoubt = doubtAt(texts, x);
		if (textDoubt > greatest) {
			greatest = textDoubt;
		}
	}

	return greatest;
}

/** The doubt about the grapheme that begins in a cell. */
export function doubtAt(texts: readonly string[], x: number): Doubt {
	const text = texts[x] ?? '';
	return text === '' ? doubt.none : doubtOf(text);
}

let lastBlank: Pick<Cells, 'texts' | 'styles'> = {texts: [], styles: []};

/** To copy one is several times as fast as to make one. */
function blankRow(columns: number): Pick<Cells, 'texts' | 'styles'> {
	if (lastBlank.texts.length !== columns) {
		lastBlank = {
			texts: Array.from({length: columns}, () => ' '),
			styles: Array.from({length: columns}, () => plain),
		};
	}

	return lastBlank;
}

/** Blanks the cells, and what is left of a wide grapheme that is cut through at either side. */
function clear(texts: string[], styles: Style[], from: number, to: number) {
	let start = from;
	while (start > 0 && texts[start] === '') {
		start--;
	}

	let end = to;
	while (end < texts.length && texts[end] === '') {
		end++;
	}

	texts.fill(' ', start, end);
	styles.fill(plain, start, end);
}

function keyOf(parts: readonly Part[], columns: number): string {
	const [first] = parts;
	return parts.length === 1 && first?.x === 0 && first.width >= columns
		? first.text
		: parts.map(({x, width, text}) => `${x} ${width} ${text}`).join('\n');
}

/** How far terminals agree on the cells that a grapheme takes. */
export const doubt = {
	/** All agree. */
	none: 0,
	/** All agree unless they are set up for it: borders, bars, Han, kana, Hangul. Runs of them are written in one go, then the cursor is addressed anew. */
	slight: 1,
	/** One cell or two: the cursor is addressed anew after it. */
	ambiguous: 2,
	/** Anything from no cell to two for each of its code points: its cells are blanked before it, and the cells after it are written again. */
	wild: 3,
} as const;

type Doubt = (typeof doubt)[keyof typeof doubt];

export function doubtOf(grapheme: string): Doubt {
	return grapheme.length === 1 && grapheme >= ' ' && grapheme <= '~'
		? doubt.none
		: doubts.take(grapheme, judge);
}

const doubts = new BoundedCache<string, Doubt>(4096);

function judge(grapheme: string): Doubt {
	if (
		/^[─-▟\u3041-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7A3\uFF01-\uFF60]$/v.test(
			grapheme,
		)
	) {
		return doubt.slight;
	}

	if (
		!/^[[\p{L}\p{N}\p{P}\p{S}]--[\p{Emoji_Presentation}\u1160-\u11FF\uD7B0-\uD7FF]]$/v.test(
			grapheme,
		)
	) {
		return doubt.wild;
	}

	// A terminal that does not know a character yet may give it no cell: most that are new are beyond the first plane.
	const isAstral = grapheme.length > 1;
	if (isAstral || graphemeWidth(grapheme) !== 1) {
		return doubt.wild;
	}

	const isWestern =
		/^[\p{Script=Common}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]$/v.test(
			grapheme,
		);
	const code = grapheme.codePointAt(0) ?? 0;
	return isWestern && eastAsianWidth(code, {ambiguousAsWide: true}) === 1
		? doubt.none
		: doubt.ambiguous;
}
