/** A piece of a regular expression: what is kept as it is, a range or a letter of a class, or a single character. */
const pieces = /\\(?:c[A-Za-z]|.)|\(\?<\w+>|[A-Za-z]-[A-Za-z]|./gsv;

/** The same regular expression, of ASCII without numbered characters, for letters of either case. */
export function eitherCase(source: string): string {
	let isInClass = false;
	return source.replaceAll(pieces, (piece) => {
		if (piece === '[') {
			isInClass = true;
			return piece;
		}

		if (piece === ']') {
			isInClass = false;
			return piece;
		}

		if (piece.length === 1) {
			return isInClass ? both(piece) : inClass(piece);
		}

		if (!/^[A-Za-z]-[A-Za-z]$/v.test(piece)) {
			return piece;
		}

		return isInClass
			? range(piece)
			: [...piece].map((character) => inClass(character)).join('');
	});
}

function both(character: string): string {
	const lower = character.toLowerCase();
	const upper = character.toUpperCase();
	return lower === upper ? character : lower + upper;
}

function inClass(character: string): string {
	const letters = both(character);
	return letters === character ? character : `[${letters}]`;
}

/** `a-f` → `a-fA-F` */
function range(piece: string): string {
	const lower = piece.toLowerCase();
	const upper = piece.toUpperCase();
	// One from an upper to a lower case holds signs, too.
	return piece === lower || piece === upper ? lower + upper : `${piece}a-zA-Z`;
}
