import {findSgrEnd} from '../base/escape-sequence.ts';
import {BoundedCache} from '../base/cache.ts';
import {
	isSimple,
	isWide,
	isPrintableAscii,
	simpleWidth,
} from './simple-text.ts';
import {applySgr, plain, type Style} from './style.ts';
import stringWidth from './string-width.ts';

/** The cells that a coloured string takes. */
export function width(text: string): number {
	if (isPrintableAscii(text)) {
		return text.length;
	}

	const quickly = simpleWidth(text);
	if (quickly !== undefined) {
		return quickly;
	}

	let cells = 0;
	walk(text, (_grapheme, graphemeCells) => {
		cells += graphemeCells;
	});
	return cells;
}

/** Walks the graphemes of a coloured string that take at least one cell. Controls other than SGR, and what is invisible by itself, are left out, so nothing made from a walk can drive a terminal. */
export function walk(text: string, visit: Visit): void {
	let style = plain;
	let index = 0;
	while (index < text.length) {
		const escapeIndex = text.indexOf('\u001B', index);
		const end = escapeIndex === -1 ? text.length : escapeIndex;
		if (!walkRun(text, {from: index, to: end}, style, visit)) {
			return;
		}

		index = end + 1;
		const sgrEnd = end === text.length ? -1 : findSgrEnd(text, end);
		if (sgrEnd !== -1) {
			style = applySgr(style, text.slice(end + 2, sgrEnd));
			index = sgrEnd + 1;
		}
	}
}

/** Told each grapheme with its cells and its style; false ends the walk. */
type Visit = (grapheme: string, width: number, style: Style) => boolean | void;

/** Hot: each row that changed passes through here for each frame. Only what may cluster is given to the segmenter. */
function walkRun(
	text: string,
	{from, to}: {readonly from: number; readonly to: number},
	style: Style,
	visit: Visit,
): boolean {
	let index = from;
	let width = widthAt(text, index, to);
	while (index < to) {
		const nextWidth = widthAt(text, index + 1, to);
		if (width > 0 && nextWidth > 0) {
			if (visit(text.charAt(index), width, style) === false) {
				return false;
			}

			index++;
			width = nextWidth;
			continue;
		}

		const clusterEnd = endOfClusters(text, index, to);
		const isWalked = walkGraphemes(
			text.slice(index, clusterEnd),
			(grapheme) => {
				const cells = isControl(codeAt(grapheme, 0))
					? 0
					: graphemeWidth(grapheme);
				return cells === 0 || visit(grapheme, cells, style);
			},
		);
		if (!isWalked) {
			return false;
		}

		index = clusterEnd;
		width = widthAt(text, index, to);
	}

	return true;
}

/** Where two characters in a row join nothing. */
function endOfClusters(text: string, from: number, to: number): number {
	let width = widthAt(text, from + 1, to);
	for (let end = from + 1; end < to; end++) {
		const nextWidth = widthAt(text, end + 1, to);
		if (width > 0 && nextWidth > 0) {
			return end;
		}

		width = nextWidth;
	}

	return to;
}

/** The cells of a character that joins nothing before it; 0 for any other. The text's end joins nothing, too. */
function widthAt(text: string, index: number, end: number): number {
	if (index >= end) {
		return 1;
	}

	const code = codeAt(text, index);
	return isSimple(code) ? 1 : isWide(code) ? 2 : 0;
}

function codeAt(text: string, index: number): number {
	return text.codePointAt(index) ?? 0;
}

function isControl(code: number): boolean {
	return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

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
