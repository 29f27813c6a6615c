import {findSgrEnd} from '../base/escape-sequence.ts';
import {graphemeWidth, walkGraphemes} from './graphemes.ts';
import {
	isSimple,
	isWide,
	isPrintableAscii,
	simpleWidth,
} from './simple-text.ts';
import {applySgr, plain, type Style} from './style.ts';

/** Told each grapheme with its cells and its style; false ends the walk. */
type Visit = (grapheme: string, width: number, style: Style) => boolean | void;

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
