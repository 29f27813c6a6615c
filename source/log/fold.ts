/** Letters that a reader takes for one another, though they are not each other's case. */
const alike: ReadonlyMap<string, string> = new Map([
	['ß', 'ss'],
	['ς', 'σ'],
	['ı', 'i'],
	['ø', 'o'],
	['ł', 'l'],
	['đ', 'd'],
]);

/** A text without case, accents, widths, and blanks around it: two spellings of the same are alike then. */
export function fold(text: string): string {
	return foldLetters(text.trim());
}

function foldLetters(text: string): string {
	const small = text.toLowerCase();
	return isAscii(text)
		? small
		: small
				.normalize('NFKD')
				.replaceAll(/\p{M}/gv, '')
				.replaceAll(/[ßςıøłđ]/gv, (letter) => alike.get(letter) ?? letter);
}

function isAscii(text: string): boolean {
	return /^[\0-\u007F]*$/v.test(text);
}

/** How a text spells what `fold` made of another one; nothing where it has none of it. */
export function spelledIn(text: string, folded: string): string | undefined {
	if (folded === '') {
		return '';
	}

	const whole = foldLetters(text);
	const at = whole.indexOf(folded);
	if (at === -1) {
		return undefined;
	}

	if (whole.length === text.length && isAscii(text)) {
		return text.slice(at, at + folded.length);
	}

	return spelledInLetters(text, folded);
}

/** Letter by letter, as some are folded to several and others to none. */
function spelledInLetters(text: string, folded: string): string | undefined {
	const letters = text.match(/\P{M}\p{M}*|\p{M}+/gv) ?? [];
	for (let from = 0; from < letters.length; from++) {
		let to = from;
		let rest = folded;
		while (rest !== '' && to < letters.length) {
			const letter = foldLetters(letters[to] ?? '');
			if (!rest.startsWith(letter)) {
				break;
			}

			rest = rest.slice(letter.length);
			to++;
		}

		if (rest === '') {
			return letters.slice(from, to).join('');
		}
	}

	return undefined;
}
