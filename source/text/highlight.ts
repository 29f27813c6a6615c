import {isPrintableAscii} from './ascii.ts';
import {StyledText} from './styled-text.ts';
import {applySgr} from './style.ts';
import {walk} from './walk.ts';

/** A part of the visible text, in UTF-16 code units, without its end. */
export type TextRange = {
	readonly fromIndex: number;
	readonly toIndex: number;
};

/** Marks each occurrence of `needle` in a coloured string by SGR parameters (reverse video unless told) on top of its own colours. */
export function highlight(text: string, needle: string, sgr = '7'): string {
	if (needle === '') {
		return text;
	}

	const visible = visibleText(text);
	const ranges: TextRange[] = [];
	let fromIndex = visible.indexOf(needle);
	while (fromIndex !== -1) {
		const toIndex = fromIndex + needle.length;
		ranges.push({fromIndex, toIndex});
		fromIndex = visible.indexOf(needle, toIndex);
	}

	return ranges.length === 0 ? text : highlightRanges(text, ranges, sgr);
}

/** Marks the ranges, which are in order and do not overlap. A grapheme that is touched is marked whole. */
export function highlightRanges(
	text: string,
	ranges: readonly TextRange[],
	sgr = '7',
): string {
	const result = new StyledText();
	let index = 0;
	let rangeIndex = 0;
	walk(text, (grapheme, _width, style) => {
		const end = index + grapheme.length;
		while ((ranges[rangeIndex]?.toIndex ?? Infinity) <= index) {
			rangeIndex++;
		}

		const isMarked = (ranges[rangeIndex]?.fromIndex ?? Infinity) < end;
		result.push(grapheme, isMarked ? applySgr(style, sgr) : style);
		index = end;
	});
	return result.toString();
}

/** The characters of a coloured string that take cells. */
export function visibleText(text: string): string {
	if (isPrintableAscii(text)) {
		return text;
	}

	let visible = '';
	walk(text, (grapheme) => {
		visible += grapheme;
	});
	return visible;
}
