import {openSync} from 'node:fs';
import {ReadStream} from 'node:tty';
import {type StartTimer} from '../timer.ts';
import {type KeyEvent} from './key.ts';
import {createKeyDecoder} from './key-decoder.ts';

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

/** Where keys come from. */
type Input = {
	/** Takes keys as they are pressed; again after `stop`. */
	readonly start: () => void;
	/** Leaves the terminal as it was, and lets the process end. */
	readonly stop: () => void;
};

type Keys = {
	/** Takes what the terminal sent. */
	readonly push: (chunk: Uint8Array | string) => void;
	/** Forgets all that is not yet handled. */
	readonly reset: () => void;
	/** Who handles them from now on; while nobody does, they wait. */
	readonly handleBy: (handle: KeyHandler | undefined) => void;
};

/** Answers whether the next key may be handled before what this one changed is drawn. */
export type KeyHandler = (event: KeyEvent) => boolean;

type KeysOptions = {
	readonly handle?: KeyHandler;
	readonly startTimer: StartTimer;
	/** The terminal tells what the mouse does. */
	readonly hasMouse?: boolean;
};

/** There is nothing that keys could come from. */
export class NoTerminalError extends Error {
	override readonly name = 'NoTerminalError';

	constructor(cause: unknown) {
		super(
			'There is no terminal to take keys from: standard input is none and /dev/tty cannot be opened. Run deplog in a terminal, or with --print.',
			{cause},
		);
	}
}

function openControllingTerminal(): ReadStream {
	try {
		return new ReadStream(openSync('/dev/tty', 'r'));
	} catch (error) {
		throw new NoTerminalError(error);
	}
}

/** Cuts what the terminal sends into keys, and has one handled a turn of the event loop, so that what it changed can be drawn; of those that only type, some more. Nothing typed ahead is lost. */
export function createKeys({
	handle: firstHandle,
	startTimer,
	hasMouse = false,
}: KeysOptions): Keys {
	let handle = firstHandle;
	const queue: KeyEvent[] = [];
	let isBusy = false;
	const next = () => {
		isBusy = handle !== undefined && queue.length > 0;
		if (isBusy) {
			// One that fails holds up none of the others.
			setImmediate(next);
		}

		let mayGoOn = isBusy;
		for (let count = 0; mayGoOn && count < mostTyped; count++) {
			const event = queue.shift();
			mayGoOn = event !== undefined && handle?.(event) === true;
		}
	};

	const decoder = createKeyDecoder(
		(event) => {
			queue.push(event);
			if (!isBusy) {
				next();
			}
		},
		startTimer,
		{hasMouse},
	);
	return {
		push: decoder.push,
		reset() {
			decoder.reset();
			queue.length = 0;
		},
		handleBy(newHandle) {
			handle = newHandle;
			if (!isBusy) {
				next();
			}
		},
	};
}

/** So many keys that type are handled together. */
const mostTyped = 32;
