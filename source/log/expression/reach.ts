/** Of a message of this length every expression sees all: v1's messages are no longer. */
const leastReach = 2048;

/** Characters times branches that an engine gets through in about a fifth of a second: a branch costs up to half a microsecond a character. */
const mostWork = 400_000;

// Expressions are short.
// eslint-disable-next-line regexp/no-super-linear-move
const tokens = /\\.|\[(?:\\.|[^\\\]])*\]|\{\d+(?:,\d*)?\}|\(\?|./gsv;

/**
How many characters of a message an expression is looked for in, from its beginning.

The linear engine goes every way at once, so a character costs as much as there are ways. Where nothing repeats and nothing is chosen there is one, and no limit.
*/
export function reachOf(source: string): number {
	const branches = [...source.matchAll(tokens)].filter(
		([token]) => /^[*+?\|]$/v.test(token) || token.startsWith('{'),
	).length;
	return branches === 0
		? Number.POSITIVE_INFINITY
		: Math.max(leastReach, Math.floor(mostWork / branches));
}
