/** A part of JSON: what it is, and where it stands in the text. */
export type JsonToken = {
	readonly kind: 'string' | 'number' | 'literal' | 'punctuation';
	readonly fromIndex: number;
	/** Without its end. */
	readonly toIndex: number;
};

/** The token that begins at an index or behind the blanks there; nothing where what stands there is not JSON. Takes as long as the token is. */
export function readJsonToken(
	text: string,
	index: number,
): JsonToken | undefined {
	const fromIndex = skipBlanks(text, index);
	const first = text.charAt(fromIndex);
	switch (first) {
		case '{':
		case '}':
		case '[':
		case ']':
		case ':':
		case ',': {
			return {kind: 'punctuation', fromIndex, toIndex: fromIndex + 1};
		}

		case '"': {
			return tokenOf('string', fromIndex, findStringEnd(text, fromIndex));
		}

		case 't':
		case 'f':
		case 'n': {
			const literal = literals.find((one) => text.startsWith(one, fromIndex));
			return literal === undefined
				? undefined
				: tokenOf('literal', fromIndex, fromIndex + literal.length);
		}

		default: {
			return tokenOf('number', fromIndex, findNumberEnd(text, fromIndex));
		}
	}
}

const literals = ['true', 'false', 'null'];

function tokenOf(
	kind: JsonToken['kind'],
	fromIndex: number,
	toIndex: number,
): JsonToken | undefined {
	return toIndex === -1 ? undefined : {kind, fromIndex, toIndex};
}

/** Where something stands that is no blank of JSON. */
export function skipBlanks(text: string, index: number): number {
	let at = index;
	for (; at < text.length; at++) {
		const code = text.codePointAt(at);
		if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) {
			break;
		}
	}

	return at;
}

// eslint-disable-next-line no-control-regex -- JSON escapes them.
const special = /["\\\u0000-\u001F]/gv;

/** Behind the quote that closes the one at `index`; -1 where none does, or something stands in between that JSON does not allow. */
function findStringEnd(text: string, index: number): number {
	special.lastIndex = index + 1;
	for (;;) {
		const found = special.exec(text);
		if (found === null) {
			return -1;
		}

		if (found[0] === '"') {
			return found.index + 1;
		}

		const escaped = text.charAt(found.index + 1);
		const isUnicode =
			escaped === 'u' &&
			/^[\da-f]{4}$/iv.test(text.slice(found.index + 2, found.index + 6));
		if (
			found[0] !== '\\' ||
			escaped === '' ||
			!(isUnicode || String.raw`"\/bfnrt`.includes(escaped))
		) {
			return -1;
		}

		special.lastIndex = found.index + 2;
	}
}

/** Behind a number as JSON writes it: `-12.5e+3`; -1 where there is none. */
function findNumberEnd(text: string, index: number): number {
	const first = text[index] === '-' ? index + 1 : index;
	let end = text[first] === '0' ? first + 1 : skipDigits(text, first);
	if (end === first) {
		return -1;
	}

	if (text[end] === '.') {
		const fractionEnd = skipDigits(text, end + 1);
		if (fractionEnd === end + 1) {
			return -1;
		}

		end = fractionEnd;
	}

	if (text[end] === 'e' || text[end] === 'E') {
		const sign = text[end + 1];
		const digits = end + (sign === '+' || sign === '-' ? 2 : 1);
		end = skipDigits(text, digits);
		return end === digits ? -1 : end;
	}

	return end;
}

function skipDigits(text: string, index: number): number {
	let at = index;
	for (; at < text.length; at++) {
		const code = text.codePointAt(at) ?? 0;
		if (code < 0x30 || code > 0x39) {
			break;
		}
	}

	return at;
}
