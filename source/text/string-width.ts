import stringWidth, {type Options} from 'string-width';
import {isSimpleText} from './simple.ts';

/** The library's, which knows what takes how many cells, but asks for nothing where that is plain to see: its rules for emoji take 35 ms to be loaded, a tenth of a start. The program is bundled with this in the library's place, for Ink as well. */
export default function quickStringWidth(
	text: string,
	options?: Options,
): number {
	if (options !== undefined) {
		return stringWidth(text, options);
	}

	const uncoloured = text.includes('\u001B')
		? text.replaceAll(colour, '')
		: text;
	return isSimpleText(uncoloured) ? uncoloured.length : stringWidth(text);
}

// eslint-disable-next-line no-control-regex -- Colours are set by control sequences.
const colour = /\u001B\[[\d;]*m/gv;
