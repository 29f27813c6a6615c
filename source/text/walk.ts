import {graphemeWidth} from './grapheme-width.ts';
import {isSimple} from './simple.ts';
import {applySgr, plain, type Style} from './style.ts';

/** Told each grapheme with its cells and its style; false ends the walk. */
export type Visit = (
	grapheme: string,
	width: number,
	style: Style,
) => boolean | void;

/** Walks the graphemes of a coloured string that take at least one cell. Controls other than SGR, and what is invisible by itself, are left out, so nothing made from a walk can drive a terminal. */
export function walk(text: string, visit: Visit): void {
	let style = plain;
	let index = 0;
	while (index < text.length) {
		const escapeIndex = text.indexOf('\u001B', index);
		const end = escapeIndex === -1 ? text.length : escapeIndex;
		if (!walkRun(text.slice(index, end), style, visit)) {
			return;
		}

		index = end + 1;
		const sgrEnd = endOfSgr(text, end);
		if (sgrEnd !== undefined) {
			style = applySgr(style, text.slice(end + 2, sgrEnd));
			index = sgrEnd + 1;
		}
	}
}

/** Where the `m` of the SGR sequence is that begins at `index`. */
function endOfSgr(text: string, index: number): number | undefined {
	if (text[index + 1] !== '[') {
		return undefined;
	}

	for (let at = index + 2; at < text.length; at++) {
		const code = codeAt(text, at);
		if (code === 0x6d) {
			return at;
		}

		// Digits, colons and semicolons
		if (code < 0x30 || code > 0x3b) {
			return undefined;
		}
	}

	return undefined;
}

const segmenter = new Intl.Segmenter('en');

/** Hot: each row that changed passes through here for each frame. Only what may cluster is given to the segmenter. */
function walkRun(text: string, style: Style, visit: Visit): boolean {
	let index = 0;
	let isHereSimple = isSimpleAt(text, 0);
	while (index < text.length) {
		const isNextSimple = isSimpleAt(text, index + 1);
		if (isHereSimple && isNextSimple) {
			if (visit(text.charAt(index), 1, style) === false) {
				return false;
			}

			index++;
			continue;
		}

		let clusterEnd = index + 1;
		while (
			clusterEnd < text.length &&
			!(isSimpleAt(text, clusterEnd) && isSimpleAt(text, clusterEnd + 1))
		) {
			clusterEnd++;
		}

		for (const {segment} of segmenter.segment(text.slice(index, clusterEnd))) {
			const width = isControl(codeAt(segment, 0)) ? 0 : graphemeWidth(segment);
			if (width > 0 && visit(segment, width, style) === false) {
				return false;
			}
		}

		index = clusterEnd;
		isHereSimple = isSimpleAt(text, index);
	}

	return true;
}

/** Simple characters, and the text's end, join nothing before them: a simple one before one is of one cell. */
function isSimpleAt(text: string, index: number): boolean {
	return index >= text.length || isSimple(codeAt(text, index));
}

function codeAt(text: string, index: number): number {
	return text.codePointAt(index) ?? 0;
}

function isControl(code: number): boolean {
	return code < 0x20 || (code >= 0x7f && code < 0xa0);
}
