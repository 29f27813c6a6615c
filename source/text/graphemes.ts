import {BoundedCache} from '../base/cache.ts';
import stringWidth from './string-width.ts';

/** The cells that a grapheme takes: 0, 1, 2, for a few scripts more. */
export function graphemeWidth(grapheme: string): number {
	return grapheme.length === 1 && grapheme >= ' ' && grapheme <= '~'
		? 1
		: widths.take(grapheme, stringWidth);
}

const widths = new BoundedCache<string, number>(4096);

/**
Tells each grapheme of a text in turn; false ends the walk, and is returned then.

The engine's segmenter takes a time on Node 20 that grows with the square of the text, so it is given a window of the text at a time. A grapheme that fills the window, which none of any script does, is cut there.
*/
export function walkGraphemes(
	text: string,
	visit: (grapheme: string) => boolean | void,
): boolean {
	let index = 0;
	while (index < text.length) {
		const end = endOfWindow(text, index);
		const graphemes = windows.take(text.slice(index, end), segment);
		// The last one may go on beyond the window, unless it is all that is in it.
		const isLastWhole = end === text.length || graphemes.length === 1;
		const count = graphemes.length - (isLastWhole ? 0 : 1);
		for (let at = 0; at < count; at++) {
			const grapheme = graphemes[at] ?? '';
			if (visit(grapheme) === false) {
				return false;
			}

			index += grapheme.length;
		}
	}

	return true;
}

const windowLength = 64;
const segmenter = new Intl.Segmenter('en');

/** To set the segmenter up takes longer than to look up what it said. */
const windows = new BoundedCache<string, readonly string[]>(1024);

function segment(text: string): readonly string[] {
	return Array.from(segmenter.segment(text), (one) => one.segment);
}

/** Does not part a surrogate pair. */
function endOfWindow(text: string, index: number): number {
	const end = index + windowLength;
	return end >= text.length
		? text.length
		: end - ((text.codePointAt(end - 1) ?? 0) > 0xff_ff ? 1 : 0);
}
