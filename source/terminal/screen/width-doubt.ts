import {eastAsianWidth} from 'get-east-asian-width';
import {BoundedCache} from '../../base/cache.ts';
import {graphemeWidth} from '../../text/graphemes.ts';

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

export type Doubt = (typeof doubt)[keyof typeof doubt];

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
