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
