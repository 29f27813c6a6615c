import {isPrintableAscii} from './ascii.ts';
import {walk} from './walk.ts';

/** The cells that a coloured string takes. */
export function width(text: string): number {
	if (isPrintableAscii(text)) {
		return text.length;
	}

	let cells = 0;
	walk(text, (_grapheme, graphemeCells) => {
		cells += graphemeCells;
	});
	return cells;
}
