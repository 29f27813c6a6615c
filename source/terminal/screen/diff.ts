import {isSeenOnBlank, plain, type Style} from '../../text/style.ts';
import {type Cells, doubtAt, doubt, type Row} from './cells.ts';
import {type Pen} from './pen.ts';

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
	const put = (x: number) => {
		const width = widthAt(next, x);
		const style = isBare(next, x)
			? bareStyle(pen.style, next, x)
			: (next.styles[x] ?? plain);
		pen.put(x, next.texts[x] ?? ' ', width, style);
		return x + width;
	};

	let x = stale.indexOf(1);
	while (x !== -1 && x < end) {
		x = put(x);
		if (stale[x] !== 1) {
			const gapEnd = stale.indexOf(1, x);
			const isWithin = gapEnd !== -1 && gapEnd < end;
			if (isWithin && isBridged(next, stale, x, gapEnd)) {
				while (x < gapEnd) {
					x = put(x);
				}
			} else {
				x = gapEnd;
			}
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

/** Whether it is a blank that looks the same in any style but those that are seen on a blank. */
function isBare({texts, styles}: Cells, x: number): boolean {
	return (texts[x] ?? ' ') === ' ' && !isSeenOnBlank(styles[x] ?? plain);
}

/** The style to write a bare cell in: the one that is set, or the one that is set next. */
function bareStyle(current: Style, cells: Cells, x: number): Style {
	if (!isSeenOnBlank(current)) {
		return current;
	}

	let following = x + 1;
	while (following < cells.end && isBare(cells, following)) {
		following++;
	}

	const style = cells.styles[following] ?? plain;
	return isSeenOnBlank(style) ? plain : style;
}

/** Whether the cells [from, to) between two that are written are written as well, though they are right already, because to skip them would be longer. */
function isBridged(
	next: Cells,
	stale: Uint8Array,
	from: number,
	to: number,
): boolean {
	const {texts, styles} = next;
	const before = from - 1;
	if (to - from > longestBridge || stale[before] !== 1) {
		return false;
	}

	for (let x = from; x < to; x++) {
		if (
			(styles[x] !== styles[before] && !isBare(next, x)) ||
			texts[x] === '' ||
			doubtAt(texts, x) !== doubt.none
		) {
			return false;
		}
	}

	return doubtAt(texts, headOf(texts, before)) === doubt.none;
}

let stale = new Uint8Array(0);

/** 1 for each cell to be written; the same memory for each row. */
function staleCells(shown: Cells | undefined, next: Cells): Uint8Array {
	const columns = next.texts.length;
	if (stale.length !== columns) {
		stale = new Uint8Array(columns);
	}

	if (shown === undefined) {
		return stale.fill(1);
	}

	for (let x = 0; x < columns; x++) {
		const isSame =
			shown.texts[x] === next.texts[x] &&
			(shown.styles[x] === next.styles[x] ||
				(isBare(shown, x) && isBare(next, x)));
		stale[x] = isSame ? 0 : 1;
	}

	if (shown.doubt === doubt.wild || next.doubt > doubt.slight) {
		spread(stale, shown, next);
	}

	return stale;
}

/** A wild grapheme may have joined the cell before it, and may run over those after it. */
function spread(stale: Uint8Array, shown: Cells, next: Cells) {
	for (let x = next.texts.length - 1; x > 0; x--) {
		if (stale[x] === 1 && (isWild(shown, x) || isWild(next, x))) {
			stale[headOf(next.texts, x - 1)] = 1;
		}
	}

	for (let x = 0; x < next.texts.length;) {
		const end = x + widthAt(next, x);
		if (hasStale(stale, x, end)) {
			stale.fill(1, x, end + spillAt(next, x));
		}

		x = end;
	}
}

function hasStale(stale: Uint8Array, from: number, to: number): boolean {
	for (let x = from; x < to; x++) {
		if (stale[x] === 1) {
			return true;
		}
	}

	return false;
}

function isWild(cells: Cells, x: number): boolean {
	return doubtAt(cells.texts, x) === doubt.wild;
}

/** How many cells after its own a grapheme may be drawn over. */
function spillAt(cells: Cells, x: number): number {
	const text = cells.texts[x] ?? ' ';
	const textDoubt = doubtAt(cells.texts, x);
	if (textDoubt === doubt.wild) {
		return Math.max(1, [...text].length * 2 - widthAt(cells, x));
	}

	return textDoubt === doubt.ambiguous ? 1 : 0;
}

function headOf(texts: readonly string[], x: number): number {
	let head = x;
	while (head > 0 && texts[head] === '') {
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

/** A block of rows that moved up by `count`, or down by `-count`. */
type Scroll = {
	readonly top: number;
	readonly bottom: number;
	readonly count: number;
};

/** Finds the block of rows that is best moved rather than written again; nothing where moving would not pay. */
export function findScroll(
	shown: readonly Row[],
	next: readonly Row[],
): Scroll | undefined {
	let count = 0;
	let rows: readonly number[] = [];
	for (const [moveCount, moveRows] of findMoves(shown, next)) {
		if (moveRows.length > rows.length) {
			count = moveCount;
			rows = moveRows;
		}
	}

	const first = rows[0];
	const last = rows.at(-1);
	if (first === undefined || last === undefined) {
		return undefined;
	}

	let best: Scroll = {
		top: Math.min(first, first + count),
		bottom: Math.max(last, last + count),
		count,
	};
	const stayCosts: number[] = [];
	/** How many bytes fewer it takes with the block moved, about. */
	const gainOf = ({top, bottom}: Scroll) => {
		if (top < 0 || bottom >= next.length || Math.abs(count) > bottom - top) {
			return -Infinity;
		}

		let gained = 0;
		for (let y = top; y <= bottom; y++) {
			const source = y + count;
			const isMoved = source >= top && source <= bottom;
			const stayCost = stayCosts[y] ?? costOf(shown[y], next[y]);
			stayCosts[y] = stayCost;
			gained += stayCost - costOf(isMoved ? shown[source] : undefined, next[y]);
		}

		return gained;
	};

	let gain = gainOf(best);
	// Rows at the ends may have changed a little and moved all the same, such as one that lost its mark.
	for (const [growTop, growBottom] of [
		[0, 1],
		[1, 0],
	] as const) {
		for (let step = 0; step < mostGrown; step++) {
			const grown = {
				top: best.top - growTop,
				bottom: best.bottom + growBottom,
				count,
			};
			const grownGain = gainOf(grown);
			if (grownGain <= gain) {
				break;
			}

			best = grown;
			gain = grownGain;
		}
	}

	return gain > scrollCost ? best : undefined;
}

const mostGrown = 3;
/** Setting the region and moving in it, in bytes. */
const scrollCost = 20;
/** Addressing a row, in bytes. */
const rowCost = 6;

/** By how much rows moved, and to which places: rows that look like no other alone tell. */
function findMoves(shown: readonly Row[], next: readonly Row[]) {
	const moves = new Map<number, number[]>();
	const changed = next.flatMap(({key}, y) =>
		key === '' || key === shown[y]?.key ? [] : [[y, key] as const],
	);
	if (changed.length === 0) {
		return moves;
	}

	const places = new Map<string, number>();
	for (const [y, {key}] of shown.entries()) {
		places.set(key, places.has(key) ? -1 : y);
	}

	for (const [y, key] of changed) {
		const place = places.get(key) ?? -1;
		if (place !== -1) {
			const rows = moves.get(place - y);
			if (rows === undefined) {
				moves.set(place - y, [y]);
			} else {
				rows.push(y);
			}
		}
	}

	return moves;
}

/** About how many bytes turn one row, or a blank one, into the other. */
function costOf(shown: Row | undefined, next: Row | undefined): number {
	if (next === undefined || shown?.key === next.key) {
		return 0;
	}

	const {texts, styles, end} = next.cells;
	const before = shown?.cells;
	let cost = rowCost;
	for (let x = 0; x < Math.max(end, before?.end ?? 0); x++) {
		const isSame =
			texts[x] === (before?.texts[x] ?? ' ') &&
			styles[x] === (before?.styles[x] ?? plain);
		cost += isSame ? 0 : 1;
	}

	return cost === rowCost ? 0 : cost;
}
