import {isPrintableAscii} from './simple-text.ts';
import {StyledText, applySgr, plain} from './style.ts';
import {walk} from './width.ts';

/** Marks each occurrence of what is looked for in a coloured string by SGR parameters (reverse video unless told) on top of its own colours. */
export function highlight(
	text: string,
	needles: string | readonly Needle[],
	sgr = '7',
): string {
	const wanted = typeof needles === 'string' ? [needles] : needles;
	if (wanted.every((needle) => needle === '')) {
		return text;
	}

	const visible = visibleText(text);
	const ranges = wanted.flatMap((needle) => occurrences(visible, needle));
	return ranges.length === 0
		? text
		: highlightRanges(
				text,
				ranges.toSorted((a, b) => a.fromIndex - b.fromIndex),
				sgr,
			);
}

/** A part of the visible text, in UTF-16 code units, without its end. */
type TextRange = {
	readonly fromIndex: number;
	readonly toIndex: number;
};

/** What is looked for: a text, or a global regular expression, which may be another one for a long text. */
export type Needle = string | RegExp | ((text: string) => RegExp);

function occurrences(text: string, needle: Needle): TextRange[] {
	if (needle === '') {
		return [];
	}

	if (typeof needle !== 'string') {
		const expression = typeof needle === 'function' ? needle(text) : needle;
		return [...text.matchAll(expression)].map(({index, 0: {length}}) => ({
			fromIndex: index,
			toIndex: index + length,
		}));
	}

	const ranges: TextRange[] = [];
	let fromIndex = text.indexOf(needle);
	while (fromIndex !== -1) {
		const toIndex = fromIndex + needle.length;
		ranges.push({fromIndex, toIndex});
		fromIndex = text.indexOf(needle, toIndex);
	}

	return ranges;
}

/** Marks the ranges, which are in the order of their beginnings. A grapheme that is touched is marked whole. */
export function highlightRanges(
	text: string,
	ranges: readonly TextRange[],
	sgr = '7',
): string {
	const result = new StyledText();
	if (isPrintableAscii(text)) {
		let index = 0;
		for (const {fromIndex, toIndex} of ranges) {
			const from = Math.max(index, fromIndex);
			result.push(text.slice(index, from), plain);
			index = Math.max(index, toIndex);
			result.push(text.slice(from, index), applySgr(plain, sgr));
		}

		result.push(text.slice(index), plain);
		return result.toString();
	}

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
