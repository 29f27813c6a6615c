import {openSync} from 'node:fs';
import {ReadStream} from 'node:tty';

/** Where keys come from. */
export type Input = {
	/** Takes keys as they are pressed; again after `stop`. */
	readonly start: () => void;
	/** Leaves the terminal as it was, and lets the process end. */
	readonly stop: () => void;
};

export class NoTerminalError extends Error {
	override readonly name = 'NoTerminalError';

	constructor(cause: unknown) {
		super(
			'There is no terminal to take keys from: standard input is none and /dev/tty cannot be opened. Run deplog in a terminal, or with --print.',
			{cause},
		);
	}
}

/** Keys come from `stdin`, or from the controlling terminal where that is none. Told when the terminal is gone. */
export function openInput(
	stdin: NodeJS.ReadStream,
	onBytes: (chunk: Uint8Array | string) => void,
	onGone: () => void,
): Input {
	const stream = stdin.isTTY ? stdin : openControllingTerminal();
	stream.on('error', onGone);
	stream.on('end', onGone);
	return {
		start() {
			stream.ref();
			stream.setRawMode(true);
			stream.on('data', onBytes);
			stream.resume();
		},
		stop() {
			stream.off('data', onBytes);
			// A terminal that is gone cannot be set, and is told elsewhere.
			stream.setRawMode(false);
			stream.pause();
			stream.unref();
		},
	};
}

function openControllingTerminal(): ReadStream {
	try {
		return new ReadStream(openSync('/dev/tty', 'r'));
	} catch (error) {
		throw new NoTerminalError(error);
	}
}
