import {cut, type CutOptions} from './cut.ts';
import {width as widthOf} from './width.ts';

export type FitOptions = CutOptions & {
	/** Where a shorter text stands; left unless told. */
	readonly align?: 'left' | 'right';
};

/** Exactly `width` cells of a coloured string: cut, or filled with blanks. */
export function fit(
	text: string,
	width: number,
	{align = 'left', ...options}: FitOptions = {},
): string {
	const shown = cut(text, width, options);
	const blanks = ' '.repeat(Math.max(0, width - widthOf(shown)));
	return align === 'left' ? shown + blanks : blanks + shown;
}
