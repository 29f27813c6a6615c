import {plain} from '../../text/style.ts';
import {type Row} from './cells.ts';

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
