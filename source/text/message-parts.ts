/** `path=/cart` in a text. */
export type KeyValue = {
	readonly key: string;
	readonly value: string;
	/** As it stands in the text. */
	readonly source: string;
};

/** A line of a stack trace: `at handler (file:///src/server.ts:73:20)`. */
export type StackFrame = {
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
