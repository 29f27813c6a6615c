import {findJson, type JsonRange} from '../../text/find-json.ts';
import {
	type JsonLine,
	layOutJson,
	type JsonPart,
} from '../../text/lay-out-json.ts';
import {highlight, type Needle} from '../../text/highlight.ts';
import {sanitizePieces} from '../../text/sanitize.ts';
import {type Role, type Theme} from '../look/theme.ts';

/** A message with the JSON in it laid out, the frames of its stack known, and its pairs put in a column. Each line is laid out when it is asked for. */
export function* messageLines(message: string): Generator<MessageLine, void> {
	const whole = message.replace(/\r?\n$/v, '');
	/** What is no JSON. */
	const texts: string[] = [];
	let index = 0;
	const ranges = findJson(whole);
	for (
		let found = ranges.next();
		found.done !== true;
		found = ranges.next(index)
	) {
		const before = whole.slice(index, found.value.fromIndex).trimEnd();
		if (before !== '') {
			texts.push(before);
			yield* textLines(before);
		}

		index = yield* jsonLines(whole, found.value);
	}

	const rest = whole.slice(index);
	if (index === 0 || rest.trim() !== '') {
		texts.push(rest);
		yield* textLines(rest);
	}

	yield* pairLines(texts);
}

/** A line of a message as the detail view lays it out. */
export type MessageLine =
	| {readonly kind: 'text'; readonly text: string}
	| {readonly kind: 'frame'; readonly frame: StackFrame}
	| {readonly kind: 'json'; readonly line: JsonLine}
	| {
			readonly kind: 'pair';
			readonly pair: KeyValue;
			/** Of the longest key. */
			readonly keyWidth: number;
	  };

/** The result is where it ended. */
function* jsonLines(
	text: string,
	range: JsonRange,
): Generator<MessageLine, number> {
	const lines = layOutJson(text, range);
	for (;;) {
		const line = lines.next();
		if (line.done === true) {
			return line.value;
		}

		yield* withUnfolded(line.value);
	}
}

function* textLines(text: string): Generator<MessageLine, void> {
	for (const line of splitLines(text)) {
		yield lineOf(line);
	}
}

function* splitLines(text: string): Generator<string, void> {
	let index = 0;
	for (;;) {
		const end = text.indexOf('\n', index);
		if (end === -1) {
			yield text.slice(index);
			return;
		}

		yield text.slice(index, text[end - 1] === '\r' ? end - 1 : end);
		index = end + 1;
	}
}

function lineOf(text: string): MessageLine {
	const frame = readStackFrame(text);
	return frame === undefined ? {kind: 'text', text} : {kind: 'frame', frame};
}

/** So many keys are looked at for the width of their column. */
const mostMeasured = 1000;
const widestKey = 40;

/** The pairs of some texts in a column, below a blank line. */
function* pairLines(texts: readonly string[]): Generator<MessageLine, void> {
	const pairs = pairsOf(texts);
	const first: KeyValue[] = [];
	for (const pair of pairs) {
		first.push(pair);
		if (first.length === mostMeasured) {
			break;
		}
	}

	if (first.length === 0) {
		return;
	}

	const keyWidth = Math.min(
		widestKey,
		Math.max(...first.map(({key}) => key.length)),
	);
	yield {kind: 'text', text: ''};
	for (const pair of first) {
		yield {kind: 'pair', pair, keyWidth};
	}

	if (first.length === mostMeasured) {
		for (const pair of pairsOf(texts, mostMeasured)) {
			yield {kind: 'pair', pair, keyWidth};
		}
	}
}

function* pairsOf(
	texts: readonly string[],
	skipped = 0,
): Generator<KeyValue, void> {
	let count = 0;
	for (const text of texts) {
		for (const line of splitLines(text)) {
			if (readStackFrame(line) !== undefined) {
				continue;
			}

			for (const pair of findKeyValues(line)) {
				if (count >= skipped) {
					yield pair;
				}

				count++;
			}
		}
	}
}

/** A stack that stands in a string of JSON is shown as one below it. */
function* withUnfolded(line: JsonLine): Generator<MessageLine, void> {
	yield {kind: 'json', line};
	const value = line.parts.findLast(({kind}) => kind === 'string')?.text;
	if (value?.includes(String.raw`\n`)) {
		const [, ...further] = String(JSON.parse(value)).trimEnd().split('\n');
		for (const text of further) {
			yield lineOf(' '.repeat((line.depth + 1) * 2) + text);
		}
	}
}

/** So many characters at least are looked through for matches at once. */
const pieceLength = 1024;

/** A line of a message with its colours, safe for a terminal: in one piece, or in several that are made when they are asked for, where it is long. */
export function* messagePieces(
	line: MessageLine,
	match: readonly Needle[],
	theme: Theme,
): Generator<string, void> {
	let piece = '';
	for (const part of paint(line, theme)) {
		piece += part;
		if (piece.length >= pieceLength) {
			yield highlight(piece, match, theme.match);
			piece = '';
		}
	}

	yield highlight(piece, match, theme.match);
}

function* paint(line: MessageLine, theme: Theme): Generator<string, void> {
	switch (line.kind) {
		case 'text': {
			yield* sanitizePieces(line.text, {hasColors: theme.hasColors});
			break;
		}

		case 'frame': {
			const {call, place, isOwn} = line.frame;
			yield '    ';
			yield* paintText(isOwn ? 'strong' : 'quiet', call, theme);
			yield ' ';
			yield* paintText(isOwn ? 'name' : 'quiet', place, theme);
			break;
		}

		case 'pair': {
			const {key, value} = line.pair;
			yield* paintText('name', key.padEnd(line.keyWidth), theme);
			yield '  ';
			yield* sanitizePieces(value, {hasColors: false});
			break;
		}

		case 'json': {
			yield* paintJson(line.line, theme);
		}
	}
}

/** Deeper lines stand no further to the right. */
const deepestIndent = 20;

function* paintJson(
	{depth, parts}: JsonLine,
	theme: Theme,
): Generator<string, void> {
	yield '  '.repeat(Math.min(depth, deepestIndent));
	for (const [index, part] of parts.entries()) {
		yield* paintText(roles[part.kind], part.text, theme);
		if (part.text === ':' || (part.text === ',' && index < parts.length - 1)) {
			yield ' ';
		}
	}
}

function* paintText(
	role: Role,
	text: string,
	theme: Theme,
): Generator<string, void> {
	for (const piece of sanitizePieces(text, {hasColors: false})) {
		yield theme.paint(role, piece);
	}
}

const roles: Readonly<Record<JsonPart['kind'], Role>> = {
	key: 'name',
	string: 'string',
	number: 'number',
	literal: 'literal',
	punctuation: 'quiet',
};

/** `path=/cart` in a text. */
type KeyValue = {
	readonly key: string;
	readonly value: string;
	/** As it stands in the text. */
	readonly source: string;
};

/** A line of a stack trace: `at handler (file:///src/server.ts:73:20)`. */
type StackFrame = {
	/** `at handler`. */
	readonly call: string;
	/** `(file:///src/server.ts:73:20)`; empty where there is none. */
	readonly place: string;
	/** Whether it is the program's own code, and not the platform's or a package's. */
	readonly isOwn: boolean;
};

/** A longer line is no frame. */
const longestFrame = 4096;

const foreign =
	/(?:^|[^a-z])(?:node|deno|ext|npm|jsr|native|internal|wasm|checkin|v8):|node_modules\/|<anonymous>|\/\/(?:deno\.land|jsr\.io|esm\.sh|cdn\.)|^\(?(?:native|internal\/)/v;

/** Finds the pairs in a text, in their order. No character is looked at more than a few times, whatever stands open. */
export function* findKeyValues(text: string): Generator<KeyValue, void> {
	let isQuoteOpen = false;
	let index = 0;
	for (;;) {
		const equals = text.indexOf('=', index);
		if (equals === -1) {
			return;
		}

		const start = index;
		index = equals + 1;
		const from = findKeyStart(text, start, equals);
		if (from === equals) {
			continue;
		}

		const isQuoted = text[index] === '"';
		const to: number = isQuoted
			? isQuoteOpen
				? -1
				: findQuotationEnd(text, index)
			: findValueEnd(text, index);
		// Where one is not closed, none that follows is.
		isQuoteOpen ||= isQuoted && to === -1;
		if (to > index) {
			yield {
				key: text.slice(from, equals),
				value: text.slice(index, to),
				source: text.slice(from, to),
			};
			index = to;
		}
	}
}

/** Where the name before `equals` begins, behind a blank or the like; `equals` where there is none. */
function findKeyStart(text: string, from: number, equals: number): number {
	let start = equals;
	while (start > from && isOfName(text.codePointAt(start - 1) ?? 0)) {
		start--;
	}

	const isName =
		start < equals &&
		/[A-Za-z_]/v.test(text.charAt(start)) &&
		(start === 0 || /[\s\(,;]/v.test(text.charAt(start - 1)));
	return isName ? start : equals;
}

/** A letter, a digit, `_`, `.` or `-`. */
function isOfName(code: number): boolean {
	return (
		(code >= 0x61 && code <= 0x7a) ||
		(code >= 0x41 && code <= 0x5a) ||
		(code >= 0x30 && code <= 0x39) ||
		code === 0x5f ||
		code === 0x2e ||
		code === 0x2d
	);
}

const behindValue = /[\s,;"'\(\)\[\]\{\}]/gv;

function findValueEnd(text: string, from: number): number {
	behindValue.lastIndex = from;
	return behindValue.exec(text)?.index ?? text.length;
}

/** Behind its closing quote; -1 where there is none. */
function findQuotationEnd(text: string, from: number): number {
	for (let index = from + 1; index < text.length; index++) {
		const code = text.codePointAt(index);
		if (code === 0x22) {
			return index + 1;
		}

		if (code === 0x5c) {
			index++;
		}
	}

	return -1;
}

/** Reads an indented line that begins with `at`; nothing where it is none. */
export function readStackFrame(line: string): StackFrame | undefined {
	if (line.length > longestFrame || !/^\s+at\s/v.test(line)) {
		return undefined;
	}

	const frame = line.trim();
	const place = placeOf(frame);
	const call = frame.slice(0, frame.length - place.length).trimEnd();
	if (call === 'at' ? place === '' : call.includes('(')) {
		return undefined;
	}

	return {call, place, isOwn: !foreign.test(place === '' ? call : place)};
}

/** The parentheses at a frame's end, or its last word if that is an address. */
function placeOf(frame: string): string {
	const open = frame.indexOf('(');
	if (open !== -1 && frame.indexOf(')', open) === frame.length - 1) {
		return frame.slice(open);
	}

	const lastWord = frame.split(/\s/v).at(-1) ?? '';
	return /^(?:[a-z]+:|<anonymous>|\/)/v.test(lastWord) ? lastWord : '';
}
