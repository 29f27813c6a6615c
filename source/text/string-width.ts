import stringWidth, {type Options} from 'string-width';
import {simpleWidth} from './simple-text.ts';

/** The library's, which knows what takes how many cells, but asks for nothing where that is plain to see: its rules for emoji take 35 ms to be loaded, a tenth of a start. The program is bundled with this in the library's place, for Ink as well. */
export default function quickStringWidth(
	text: string,
	options?: Options,
): number {
	return options === undefined
		? (simpleWidth(text) ?? stringWidth(text))
		: stringWidth(text, options);
}
