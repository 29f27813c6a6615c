const nonAsciiInWord = 0x80_80_80_80;

/** Finds the index of the first byte at or after an index that is no ASCII, four bytes at a time; the length of the bytes when there is none. */
export function createNonAsciiFinder(
	bytes: Uint8Array,
): (from: number) => number {
	const {buffer, byteOffset, length} = bytes;
	/** The first byte of a word of the memory below. */
	const firstWord = (4 - (byteOffset % 4)) % 4;
	const words =
		length < firstWord + 4
			? new Uint32Array()
			: new Uint32Array(
					buffer,
					byteOffset + firstWord,
					Math.floor((length - firstWord) / 4),
				);
	return (from) => {
		let index = from;
		while (index < length) {
			if ((index - firstWord) % 4 === 0) {
				index =
					firstWord + 4 * wordWithNonAscii(words, (index - firstWord) / 4);
			}

			if (index < length && (bytes[index] ?? 0) >= 0x80) {
				return index;
			}

			index++;
		}

		return length;
	};
}

/** The count of words when there is none. */
function wordWithNonAscii(words: Uint32Array, from: number): number {
	for (let index = from; index < words.length; index++) {
		// eslint-disable-next-line no-bitwise -- Hot: four bytes at a time.
		if (((words[index] ?? 0) & nonAsciiInWord) !== 0) {
			return index;
		}
	}

	return words.length;
}
