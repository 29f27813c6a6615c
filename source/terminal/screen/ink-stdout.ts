import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';

/** What Ink takes for standard output: its frames are handed over instead. */
export type InkStdout = {
	/** For Ink's `stdout` option. */
	readonly stream: NodeJS.WriteStream;
	/** Tells Ink that the size has changed. */
	readonly resize: () => void;
};

export type Size = {readonly columns: number; readonly rows: number};

type InkStdoutOptions = {
	readonly size: () => Size;
	/** Called with each whole frame, its rows parted by newlines. */
	readonly onFrame: (frame: string) => void;
};

export type InkOptions = {
	readonly stdout: NodeJS.WriteStream;
	readonly stdin: NodeJS.ReadStream;
	/** Ink hands over whole frames. */
	readonly debug: true;
	/** Also where `CI` is set. */
	readonly interactive: true;
	readonly patchConsole: false;
	readonly exitOnCtrlC: false;
};

/** What Ink writes to in place of the terminal. Ink runs with `debug`, and then writes each frame whole, in one piece, without moving the cursor; the few sequences that it writes besides (cursor, paste) are the screen's own business. */
export function createInkStdout({size, onFrame}: InkStdoutOptions): InkStdout {
	const stream = new InkStream(size, onFrame);
	return {
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- Ink needs no more of a stream than this.
		stream: stream as unknown as NodeJS.WriteStream,
		resize() {
			stream.emit('resize');
		},
	};
}

// eslint-disable-next-line unicorn/prefer-event-target -- Ink listens as to a stream of Node.
class InkStream extends EventEmitter {
	readonly #size: () => Size;
	readonly #onFrame: (frame: string) => void;

	constructor(size: () => Size, onFrame: (frame: string) => void) {
		super();
		this.#size = size;
		this.#onFrame = onFrame;
	}

	// eslint-disable-next-line @typescript-eslint/naming-convention -- Ink asks for this name.
	get isTTY(): boolean {
		return true;
	}

	get columns(): number {
		return this.#size().columns;
	}

	get rows(): number {
		return this.#size().rows;
	}

	write(text: string, callback?: () => void): boolean {
		if (!isMode(text)) {
			this.#onFrame(text);
		}

		if (callback) {
			queueMicrotask(callback);
		}

		return true;
	}
}

/** Nothing at all, as Ink writes to learn that all was written, or sequences that set modes. */
function isMode(text: string): boolean {
	// eslint-disable-next-line no-control-regex -- Modes are set by control sequences.
	return /^(?:\u{1B}\[\?\d+[hl])*$/v.test(text);
}

/** What Ink's `render` is given, so that it draws on the screen. It reads no keys: those are handled before anything is drawn. */
export function createInkOptions({stream}: InkStdout): InkOptions {
	return {
		stdout: stream,
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- Ink asks nothing of a stream that it does not read.
		stdin: new PassThrough() as unknown as NodeJS.ReadStream,
		debug: true,
		interactive: true,
		patchConsole: false,
		exitOnCtrlC: false,
	};
}
