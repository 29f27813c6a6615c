import {isPrintableAscii, simpleWidth} from './simple-text.ts';
import {walk} from './walk.ts';

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
