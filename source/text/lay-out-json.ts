import {
	JsonReader,
	type JsonRange,
	type JsonToken,
	readJsonToken,
	skipBlanks,
} from './find-json.ts';

/** Lays JSON out over lines, its numbers and strings just as they stand in the text. Each line is laid out when it is asked for: there may be millions. The result is where it ended: before the end of the range where it is JSON no longer. */
export function* layOutJson(
	text: string,
	{fromIndex, toIndex}: JsonRange,
): Generator<JsonLine, number> {
	/** Whether each of the brackets that are open is of a list whose lines are filled. */
	const filled: boolean[] = [];
	const reader = new JsonReader(text, fromIndex);
	let tokens: JsonToken[] = [];
	function* endLine() {
		if (tokens.length > 0) {
			yield lineOf(text, tokens, filled.length);
			tokens = [];
		}
	}

	do {
		const token = reader.next();
		if (token === undefined) {
			break;
		}

		const sign = text.charAt(token.fromIndex);
		if (isBracket(token, text, '{[')) {
			const flat = readFlat(text, token);
			tokens.push(token);
			if (flat.kind === 'flat') {
				tokens.push(...readSome(reader, flat.length));
			} else {
				yield* endLine();
				filled.push(flat.kind === 'long');
			}
		} else if (isBracket(token, text, '}]')) {
			yield* endLine();
			filled.pop();
			tokens.push(token);
		} else {
			tokens.push(token);
			const length = token.toIndex - (tokens[0]?.fromIndex ?? 0);
			if (
				token.kind === 'punctuation' &&
				sign === ',' &&
				(filled.at(-1) !== true || length >= filledLength)
			) {
				yield* endLine();
			}
		}
	} while (reader.depth > 0 && reader.index < toIndex);

	yield* endLine();
	return reader.index;
}

/** So many more tokens, or fewer where what follows is no JSON. */
function* readSome(
	reader: JsonReader,
	count: number,
): Generator<JsonToken, void> {
	for (let index = 0; index < count; index++) {
		const token = reader.next();
		if (token === undefined) {
			return;
		}

		yield token;
	}
}

/** A part of a line: what it is, and how it stands in the text. */
export type JsonPart = {
	readonly kind: JsonToken['kind'] | 'key';
	readonly text: string;
};

/** A line of JSON that is laid out over several. */
export type JsonLine = {
	readonly depth: number;
	readonly parts: readonly JsonPart[];
	/** A member of an object that is all on this line, as it stands in the text: `"attempt": 3`. */
	readonly member?: string;
};

/** A list of plain values that is longer than this in the text has lines of its own, each filled so far. */
const longestFlatList = 1000;
const filledLength = 100;

/** An empty object or list, or a list of plain values, needs no lines of its own unless it is long. `length` counts the tokens behind the bracket. */
function readFlat(
	text: string,
	first: JsonToken,
):
	| {readonly kind: 'flat'; readonly length: number}
	| {readonly kind: 'long' | 'nested'} {
	const isList = text[first.fromIndex] === '[';
	let length = 0;
	let index = first.toIndex;
	while (index - first.fromIndex <= longestFlatList) {
		const token = readJsonToken(text, index);
		if (token === undefined || isBracket(token, text, '{[')) {
			return {kind: 'nested'};
		}

		length++;
		index = token.toIndex;
		if (isBracket(token, text, '}]')) {
			return isList || length === 1 ? {kind: 'flat', length} : {kind: 'nested'};
		}
	}

	return {kind: isList ? 'long' : 'nested'};
}

function lineOf(
	text: string,
	tokens: readonly JsonToken[],
	depth: number,
): JsonLine {
	const parts = tokens.map(({kind, fromIndex, toIndex}) => ({
		kind: kind === 'string' && isKey(text, toIndex) ? ('key' as const) : kind,
		text: text.slice(fromIndex, toIndex),
	}));
	const values = parts.at(-1)?.text === ',' ? tokens.slice(0, -1) : tokens;
	const last = values.at(-1);
	const isMember =
		parts[0]?.kind === 'key' &&
		values.length > 2 &&
		last !== undefined &&
		!isBracket(last, text, '{[');
	return {
		depth,
		parts,
		...(isMember && {member: text.slice(tokens[0]?.fromIndex, last.toIndex)}),
	};
}

/** A string before a colon is a key. */
function isKey(text: string, toIndex: number): boolean {
	return text[skipBlanks(text, toIndex)] === ':';
}

function isBracket({kind, fromIndex}: JsonToken, text: string, signs: string) {
	return kind === 'punctuation' && signs.includes(text.charAt(fromIndex));
}
