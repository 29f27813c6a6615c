/** A block of rows that moved up by `count`, or down by `-count`. */
export type Scroll = {
	readonly top: number;
	readonly bottom: number;
	readonly count: number;
};

/** Finds the block of rows that is best moved rather than written again; nothing where moving would not pay. */
export function findScroll(
	shown: readonly string[],
	next: readonly string[],
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
	let gain = gainOf(shown, next, best);
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
			const grownGain = gainOf(shown, next, grown);
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
function findMoves(shown: readonly string[], next: readonly string[]) {
	const places = new Map<string, number>();
	for (const [y, key] of shown.entries()) {
		places.set(key, places.has(key) ? -1 : y);
	}

	const moves = new Map<number, number[]>();
	for (const [y, key] of next.entries()) {
		const place = key === '' || key === shown[y] ? -1 : (places.get(key) ?? -1);
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

/** How many bytes fewer it takes with the block moved, about. */
function gainOf(
	shown: readonly string[],
	next: readonly string[],
	{top, bottom, count}: Scroll,
): number {
	if (top < 0 || bottom >= next.length || Math.abs(count) > bottom - top) {
		return -Infinity;
	}

	let gain = 0;
	for (let y = top; y <= bottom; y++) {
		const source = y + count;
		const moved =
			source >= top && source <= bottom ? (shown[source] ?? '') : '';
		const row = next[y] ?? '';
		gain += costOf(shown[y] ?? '', row) - costOf(moved, row);
	}

	return gain;
}

/** About how many bytes turn one row into the other. */
function costOf(shown: string, next: string): number {
	if (shown === next) {
		return 0;
	}

	const shorter = Math.min(shown.length, next.length);
	let prefix = 0;
	while (prefix < shorter && shown[prefix] === next[prefix]) {
		prefix++;
	}

	let suffix = 0;
	if (shown.length === next.length) {
		while (
			suffix < shorter - prefix &&
			shown[shown.length - 1 - suffix] === next[next.length - 1 - suffix]
		) {
			suffix++;
		}
	}

	return next.length - prefix - suffix + rowCost;
}
