/** A line of a stack trace: `at handler (file:///src/server.ts:73:20)`. */
export type StackFrame = {
	/** `at handler`. */
	readonly call: string;
	/** `(file:///src/server.ts:73:20)`; empty where there is none. */
	readonly place: string;
	/** Whether it is the program's own code, and not the platform's or a package's. */
	readonly isOwn: boolean;
};

const foreign =
	/(?:^|[^a-z])(?:node|deno|ext|npm|jsr|native|internal|wasm|checkin|v8):|node_modules\/|<anonymous>|\/\/(?:deno\.land|jsr\.io|esm\.sh|cdn\.)|^\(?(?:native|internal\/)/v;

export function readStackFrame(line: string): StackFrame | undefined {
	const [, call, place] =
		/^\s+(at\s+[^\(]*?)\s*(\([^\)]*\)|(?:[a-z]+:|<anonymous>|\/)\S*)?\s*$/v.exec(
			line,
		) ?? [];
	return call === undefined
		? undefined
		: {
				call: call.trim(),
				place: place ?? '',
				isOwn: !foreign.test(place ?? call),
			};
}
