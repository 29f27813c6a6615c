/** A part of JSON: what it is, and how it stands in the text. */
export type JsonToken = {
	readonly kind: 'key' | 'string' | 'number' | 'literal' | 'punctuation';
	readonly text: string;
};

/** A line of JSON that is laid out over several. */
export type JsonLine = {
	readonly depth: number;
	readonly tokens: readonly JsonToken[];
	/** A member of an object that is all on this line, as it stands in the text: `"attempt": 3`. */
	readonly member?: string;
};

/** A part of a text, in UTF-16 code units, without its end. */
export type JsonRange = {
	readonly fromIndex: number;
	readonly toIndex: number;
};

/** A message that holds more beginnings than this is no JSON. */
const mostBeginnings = 20;
const mostDepth = 100;

/** The first object in a text, or list of objects, at or after an index: whole JSON, whatever stands around it. */
export function findJson(text: string, index = 0): JsonRange | undefined {
	let fromIndex = index;
	for (let tried = 0; tried < mostBeginnings; tried++) {
		const found = text.slice(fromIndex).search(/[\{\[]/v);
		if (found === -1) {
			return undefined;
		}

		fromIndex += found;
		const toIndex = endOf(text, fromIndex);
		if (toIndex !== undefined && isWorthLines(text.slice(fromIndex, toIndex))) {
			return {fromIndex, toIndex};
		}

		fromIndex++;
	}

	return undefined;
}

/** Lays JSON out over lines, its numbers and strings just as they stand in the text. */
export function prettyJson(text: string): JsonLine[] {
	return layOut(tokensOf(text), text);
}

type Placed = JsonToken & JsonRange;

function layOut(tokens: readonly Placed[], text: string): JsonLine[] {
	const lines: JsonLine[] = [];
	let depth = 0;
	let line: Placed[] = [];
	const end = (token?: Placed) => {
		if (line.length > 0) {
			lines.push({depth, ...lineOf(line, text)});
			line = [];
		}

		if (token !== undefined) {
			line.push(token);
		}
	};

	for (let index = 0; index < tokens.length; index++) {
		const token = tokens[index];
		const next = tokens[index + 1];
		if (token === undefined) {
			break;
		}

		const flat = flatEnd(tokens, index);
		if (flat !== undefined) {
			line.push(...tokens.slice(index, flat));
			index = flat - 1;
		} else if (isOneOf(token, '{[')) {
			line.push(token);
			end();
			depth++;
		} else if (isOneOf(token, '}]')) {
			end();
			depth--;
			end(token);
		} else {
			line.push(token);
		}

		if (token.text === ',' && !isOneOf(next, '}]')) {
			end();
		}
	}

	end();
	return lines;
}

/** Where a list or object ends that needs no lines of its own: an empty one, or a list of plain values. */
function flatEnd(tokens: readonly Placed[], index: number): number | undefined {
	const first = tokens[index];
	if (!isOneOf(first, '{[')) {
		return undefined;
	}

	const rest = tokens.slice(index + 1);
	const length = rest.findIndex((token) => isOneOf(token, '{[}]'));
	const last = rest[length];
	const isFlat =
		(first?.text === '[' && last?.text === ']') ||
		(length === 0 && last?.text === '}');
	return isFlat ? index + length + 2 : undefined;
}

function lineOf(
	tokens: readonly Placed[],
	text: string,
): Omit<JsonLine, 'depth'> {
	const values = tokens.at(-1)?.text === ',' ? tokens.slice(0, -1) : tokens;
	const first = values[0];
	const isMember =
		first?.kind === 'key' && !isOneOf(values.at(-1), '{[') && values.length > 2;
	return {
		tokens: tokens.map(({kind, text}) => ({kind, text})),
		...(isMember && {
			member: text.slice(first.fromIndex, values.at(-1)?.toIndex),
		}),
	};
}

function isOneOf(token: JsonToken | undefined, characters: string): boolean {
	return token?.kind === 'punctuation' && characters.includes(token.text);
}

const tokenPattern =
	/\s*(?:(?<string>"(?:[^"\\]|\\.)*")|(?<number>-?\d[\d.eE+\-]*)|(?<literal>true|false|null)|(?<punctuation>[\{\}\[\]:,]))/vy;

function* walkTokens(text: string, index: number): Generator<Placed> {
	tokenPattern.lastIndex = index;
	for (;;) {
		const found = tokenPattern.exec(text);
		const toIndex = tokenPattern.lastIndex;
		for (const kind of [
			'string',
			'number',
			'literal',
			'punctuation',
		] as const) {
			const token = found?.groups?.[kind];
			if (token !== undefined) {
				yield {kind, text: token, fromIndex: toIndex - token.length, toIndex};
			}
		}

		if (found === null) {
			return;
		}

		tokenPattern.lastIndex = toIndex;
	}
}

/** A string before a colon is a key. */
function tokensOf(text: string): Placed[] {
	const tokens = [...walkTokens(text, 0)];
	return tokens.map((token, index) =>
		token.kind === 'string' && tokens[index + 1]?.text === ':'
			? {...token, kind: 'key'}
			: token,
	);
}

/** Behind the bracket that closes the one at `index`. */
function endOf(text: string, index: number): number | undefined {
	let depth = 0;
	for (const token of walkTokens(text, index)) {
		if (isOneOf(token, '{[')) {
			depth++;
		} else if (isOneOf(token, '}]')) {
			depth--;
		}

		if (depth === 0) {
			return token.toIndex;
		}

		if (depth > mostDepth) {
			return undefined;
		}
	}

	return undefined;
}

function isWorthLines(text: string): boolean {
	try {
		const value: unknown = JSON.parse(text);
		const values: readonly unknown[] = Array.isArray(value) ? value : [value];
		return (
			(!Array.isArray(value) || values.length > 0) &&
			values.every(
				(one) =>
					typeof one === 'object' &&
					one !== null &&
					Object.keys(one).length > 0,
			)
		);
	} catch {
		return false;
	}
}
