import {plain} from '../text/style.ts';
import {type Cells} from './cells.ts';
import {type Pen} from './pen.ts';
import {doubt, doubtOf} from './width-doubt.ts';

/** Writes the cells of row `y` that differ from what the terminal shows there; all of them where that is not known. Hot: each row that changed, each frame. */
export function paintRow(
	pen: Pen,
	y: number,
	shown: Cells | undefined,
	next: Cells,
): void {
	const stale = staleCells(shown, next);
	const columns = next.texts.length;
	const isErased =
		(shown?.end ?? columns) - next.end > mostBlanks && next.end < columns;
	const end = isErased ? next.end : columns;
	pen.startRow(y);
	let x = 0;
	while (x < end) {
		if (stale[x] === 1 || isBridged(next, stale, x, end)) {
			const width = widthAt(next, x);
			pen.put(x, next.texts[x] ?? ' ', width, next.styles[x] ?? plain);
			x += width;
		} else {
			x++;
		}
	}

	if (isErased) {
		pen.eraseFrom(next.end);
	}
}

/** So many blanks are no longer than the sequence that erases. */
const mostBlanks = 3;
/** So many cells are no longer than the sequence that skips them. */
const longestBridge = 4;

/** Whether the cell is in a gap of cells that are right already and yet written, because to skip them would be longer. */
function isBridged(
	cells: Cells,
	stale: Uint8Array,
	x: number,
	end: number,
): boolean {
	let from = x;
	while (from > 0 && x - from <= longestBridge && stale[from] === 0) {
		from--;
	}

	if (stale[from] !== 1) {
		return false;
	}

	const gapEnd = stale.indexOf(1, x);
	if (gapEnd === -1 || gapEnd >= end || gapEnd - from - 1 > longestBridge) {
		return false;
	}

	for (let cell = from + 1; cell < gapEnd; cell++) {
		if (
			cells.styles[cell] !== cells.styles[from] ||
			doubtAt(cells, cell) !== doubt.none ||
			cells.texts[cell] === ''
		) {
			return false;
		}
	}

	return doubtAt(cells, headOf(cells, from)) === doubt.none;
}

/** 1 for each cell to be written. */
function staleCells(shown: Cells | undefined, next: Cells): Uint8Array {
	const columns = next.texts.length;
	const stale = new Uint8Array(columns);
	if (shown === undefined) {
		return stale.fill(1);
	}

	let hasDoubt = false;
	for (let x = 0; x < columns; x++) {
		const isSame =
			shown.texts[x] === next.texts[x] && shown.styles[x] === next.styles[x];
		stale[x] = isSame ? 0 : 1;
		hasDoubt ||= isWild(shown, x) || doubtAt(next, x) > doubt.slight;
	}

	if (hasDoubt) {
		spread(stale, shown, next);
	}

	return stale;
}

/** A wild grapheme may have joined the cell before it, and may run over those after it. */
function spread(stale: Uint8Array, shown: Cells, next: Cells) {
	for (let x = next.texts.length - 1; x > 0; x--) {
		if (stale[x] === 1 && (isWild(shown, x) || isWild(next, x))) {
			stale[headOf(next, x - 1)] = 1;
		}
	}

	for (let x = 0; x < next.texts.length; x += widthAt(next, x)) {
		const width = widthAt(next, x);
		if (stale.subarray(x, x + width).includes(1)) {
			stale.fill(1, x, x + width + spillAt(next, x));
		}
	}
}

function isWild(cells: Cells, x: number): boolean {
	return doubtAt(cells, x) === doubt.wild;
}

function doubtAt(cells: Cells, x: number) {
	const text = cells.texts[x] ?? '';
	return text === '' ? doubt.none : doubtOf(text);
}

/** How many cells after its own a grapheme may be drawn over. */
function spillAt(cells: Cells, x: number): number {
	const text = cells.texts[x] ?? ' ';
	const textDoubt = doubtAt(cells, x);
	if (textDoubt === doubt.wild) {
		return Math.max(1, [...text].length * 2 - widthAt(cells, x));
	}

	return textDoubt === doubt.ambiguous ? 1 : 0;
}

function headOf(cells: Cells, x: number): number {
	let head = x;
	while (head > 0 && cells.texts[head] === '') {
		head--;
	}

	return head;
}

function widthAt(cells: Cells, x: number): number {
	let end = x + 1;
	while (cells.texts[end] === '') {
		end++;
	}

	return end - x;
}
