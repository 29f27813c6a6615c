/**
Finds objects in a text, and lists of objects: JSON that is worth lines of its own, whatever stands around it. One walk through the text finds them all.

What is so long that its end is far is taken for JSON before anybody has read that far: its range goes on to the end of the text. Whoever reads it tells where it ended.
*/
export function* findJson(
	text: string,
): Generator<JsonRange, void, number | undefined> {
	let index = findBracket(text, 0);
	let lengthInVain = 0;
	while (index !== -1 && lengthInVain < mostInVain) {
		const {found, end} = readValue(text, index);
		let reached = end;
		for (const range of found) {
			const told = yield range;
			reached = Math.max(reached, told ?? range.toIndex);
		}

		lengthInVain += found.length === 0 ? end - index : 0;
		index = findBracket(text, reached);
	}
}

/** A part of a text, in UTF-16 code units, without its end. */
export type JsonRange = {
	readonly fromIndex: number;
	readonly toIndex: number;
};

/** Deeper ones are no JSON. */
const mostDepth = 100;
/** So many characters are read before the end is seen. */
const mostRead = 8192;
/** When so many were read that were no JSON, none is looked for any more. */
const mostInVain = 65_536;

/** What is worth lines begins so. Colours, `ESC [ 31 m`, do not. */
const bracket = /\{[ \n\r\t]*"|\[[ \n\r\t]*\{/gv;

function findBracket(text: string, index: number): number {
	bracket.lastIndex = index;
	return bracket.exec(text)?.index ?? -1;
}

/** An object or a list that is open. */
type Open = {
	readonly kind: 'object' | 'list';
	readonly fromIndex: number;
	/** How many were found before it. */
	readonly foundBefore: number;
	memberCount: number;
	/** Whether it holds nothing but objects that are worth lines. */
	hasObjectsOnly: boolean;
};

/** Reads the value that begins with the bracket at `index`. Where it turns out to be no JSON, what stood in it and is some has been found all the same, and the rest is looked through from there on. */
function readValue(
	text: string,
	index: number,
): {readonly found: readonly JsonRange[]; readonly end: number} {
	const found: JsonRange[] = [];
	const stack: Open[] = [];
	const reader = new JsonReader(text, index);
	do {
		const token = reader.next();
		if (token === undefined || reader.index - index > mostRead) {
			const outermost = stack.at(0);
			const isTaken =
				token !== undefined &&
				outermost !== undefined &&
				(outermost.kind === 'object' || outermost.hasObjectsOnly);
			return {
				found: isTaken ? [{fromIndex: index, toIndex: text.length}] : found,
				// At least the bracket, or what goes on behind it, is passed over.
				end: Math.max(reader.index, index + 1),
			};
		}

		const {fromIndex, toIndex} = token;
		const sign = token.kind === 'punctuation' ? text.charAt(fromIndex) : '';
		const open = stack.at(-1);
		if (sign === '{' || sign === '[') {
			stack.push({
				kind: sign === '{' ? 'object' : 'list',
				fromIndex,
				foundBefore: found.length,
				memberCount: 0,
				hasObjectsOnly: true,
			});
		} else if (sign === '}' || sign === ']') {
			stack.pop();
			close(open, {toIndex, outer: stack.at(-1), found});
		} else if (open !== undefined && reader.isBehindValue) {
			open.memberCount++;
			open.hasObjectsOnly = false;
		}
	} while (stack.length > 0);

	return {found, end: reader.index};
}

/** Reads a value of JSON token by token, for as long as it is some. */
export class JsonReader {
	/** Behind what was read. */
	index: number;
	readonly #text: string;
	/** Whether each of those that are open is an object, and not a list. */
	readonly #objects: boolean[] = [];
	#expected: Expected = 'value';

	constructor(text: string, index: number) {
		this.#text = text;
		this.index = index;
	}

	/** How many are open. */
	get depth(): number {
		return this.#objects.length;
	}

	/** Whether the last token is a value, or ends one. */
	get isBehindValue(): boolean {
		return this.#expected === 'comma';
	}

	/** Nothing where what follows cannot stand there. */
	next(): JsonToken | undefined {
		const token = readJsonToken(this.#text, this.index);
		if (token === undefined) {
			return undefined;
		}

		const {kind, fromIndex, toIndex} = token;
		const sign = kind === 'punctuation' ? this.#text.charAt(fromIndex) : '';
		const next = stateAfter(this.#expected, {
			sign,
			kind,
			isObject: this.#objects.at(-1),
		});
		if (next === undefined || this.depth > mostDepth) {
			return undefined;
		}

		if (sign === '{' || sign === '[') {
			this.#objects.push(sign === '{');
		} else if (sign === '}' || sign === ']') {
			this.#objects.pop();
		}

		this.#expected = next;
		this.index = toIndex;
		return token;
	}
}

/** What may come next, as far as it is not said by what is open. */
type Expected = 'value' | 'first' | 'key' | 'colon' | 'comma';

/** What is expected after a token; nothing where it cannot stand there. */
function stateAfter(
	expected: Expected,
	{
		sign,
		kind,
		isObject,
	}: {
		readonly sign: string;
		readonly kind: string;
		/** Nothing where none is open. */
		readonly isObject: boolean | undefined;
	},
): Expected | undefined {
	const isEnd = isObject !== undefined && sign === (isObject ? '}' : ']');
	switch (expected) {
		case 'comma': {
			return isEnd
				? 'comma'
				: sign === ','
					? isObject === true
						? 'key'
						: 'value'
					: undefined;
		}

		case 'colon': {
			return sign === ':' ? 'value' : undefined;
		}

		case 'key': {
			return kind === 'string' ? 'colon' : undefined;
		}

		case 'first': {
			if (isEnd) {
				return 'comma';
			}

			return stateAfter(isObject === true ? 'key' : 'value', {
				sign,
				kind,
				isObject,
			});
		}

		case 'value': {
			if (sign === '{' || sign === '[') {
				return 'first';
			}

			return kind === 'punctuation' ? undefined : 'comma';
		}
	}
}

/** Notes what was closed, in place of what was found in it, if it is worth lines. */
function close(
	open: Open | undefined,
	{
		toIndex,
		outer,
		found,
	}: {
		readonly toIndex: number;
		readonly outer: Open | undefined;
		readonly found: JsonRange[];
	},
) {
	if (open === undefined) {
		return;
	}

	const isObject = open.kind === 'object';
	const isWorthLines =
		open.memberCount > 0 && (isObject || open.hasObjectsOnly);
	if (isWorthLines) {
		found.length = open.foundBefore;
		found.push({fromIndex: open.fromIndex, toIndex});
	}

	if (outer !== undefined) {
		outer.memberCount++;
		outer.hasObjectsOnly &&= isObject && isWorthLines;
	}
}

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
