import {
	type JsonRange,
	type JsonToken,
	readJsonToken,
	skipBlanks,
} from './find-json.ts';

/** Lays JSON out over lines, its numbers and strings just as they stand in the text. Each line is laid out when it is asked for: there may be millions. */
export function* layOutJson(
	text: string,
	{fromIndex, toIndex}: JsonRange,
): Generator<JsonLine, void> {
	/** Whether each of the brackets that are open is of a list whose lines are filled. */
	const filled: boolean[] = [];
	let tokens: JsonToken[] = [];
	let index = fromIndex;
	function* endLine() {
		if (tokens.length > 0) {
			yield lineOf(text, tokens, filled.length);
			tokens = [];
		}
	}

	while (index < toIndex) {
		const token = readJsonToken(text, index);
		if (token === undefined) {
			return;
		}

		index = token.toIndex;
		const sign = text.charAt(token.fromIndex);
		if (isBracket(token, text, '{[')) {
			const flat = readFlat(text, token);
			tokens.push(...(flat.kind === 'flat' ? flat.tokens : [token]));
			if (flat.kind === 'flat') {
				index = tokens.at(-1)?.toIndex ?? index;
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
	}

	yield* endLine();
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

/** An empty object or list, or a list of plain values, needs no lines of its own unless it is long. */
function readFlat(
	text: string,
	first: JsonToken,
):
	| {readonly kind: 'flat'; readonly tokens: readonly JsonToken[]}
	| {readonly kind: 'long' | 'nested'} {
	const isList = text[first.fromIndex] === '[';
	const tokens = [first];
	let index = first.toIndex;
	while (index - first.fromIndex <= longestFlatList) {
		const token = readJsonToken(text, index);
		if (token === undefined || isBracket(token, text, '{[')) {
			return {kind: 'nested'};
		}

		tokens.push(token);
		index = token.toIndex;
		if (isBracket(token, text, '}]')) {
			return isList || tokens.length === 2
				? {kind: 'flat', tokens}
				: {kind: 'nested'};
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
