import {isLetter, openBracket} from './characters.ts';

/** Where an escape sequence that begins at `index` ends: what is coloured has the shape of what is not. */
export function afterEscape(
	source: Uint8Array,
	index: number,
	end: number,
): number {
	if (source[index + 1] !== openBracket) {
		return index + 1;
	}

	let after = index + 2;
	while (after < end && !isLetter(source[after])) {
		after++;
	}

	return after + 1;
}
