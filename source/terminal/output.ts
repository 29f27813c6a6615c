import {closeSync, constants, openSync, writeSync} from 'node:fs';
import process from 'node:process';
import {errorCode} from '../base/error-code.ts';
import {sleep, startTimer} from './timer.ts';

/** The terminal behind standard output, opened anew without blocking. Only that way a terminal that nobody reads stops neither the event loop nor the end of the process; and to set it on what was inherited would change it for the shell as well. */
export function openOutput({
	isOutputTerminal,
	writeToStream,
	onGone,
}: {
	readonly isOutputTerminal: boolean;
	/** Writes to standard output as Node does. */
	readonly writeToStream: NodeJS.WriteStream['write'];
	readonly onGone: () => void;
}): Output {
	const descriptor = openTerminalDescriptor(isOutputTerminal);
	return descriptor === undefined
		? createStreamOutput(writeToStream)
		: createDescriptorOutput(descriptor, onGone);
}

/** Where frames go, in order. Writing never blocks the event loop. */
type Output = {
	readonly write: (bytes: string, written?: () => void) => void;
	/** Drops what is not yet out, tries this once more for so long, blocking, and closes. */
	readonly finish: (bytes: string, milliseconds: number) => void;
};

// eslint-disable-next-line no-bitwise -- Flags of open(2).
const flags = constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK;

/** A description of our own of the terminal; nothing where it cannot be opened. */
export function openTerminalDescriptor(
	isOutputTerminal: boolean,
): number | undefined {
	const ownPath =
		isOutputTerminal && process.platform === 'linux' ? ['/proc/self/fd/1'] : [];
	for (const path of [...ownPath, '/dev/tty']) {
		try {
			return openSync(path, flags);
		} catch {
			// The next one may do.
		}
	}

	return undefined;
}

function createStreamOutput(
	writeToStream: NodeJS.WriteStream['write'],
): Output {
	return {
		write(bytes, written) {
			writeToStream(bytes, () => {
				written?.();
			});
		},
		finish(bytes) {
			writeToStream(bytes);
		},
	};
}

type Pending = {
	readonly bytes: Uint8Array;
	readonly written: (() => void) | undefined;
	offset: number;
};

/** A full terminal is tried again after this long, each time longer. */
const firstRetryMilliseconds = 4;
const lastRetryMilliseconds = 50;
const encoder = new TextEncoder();

/** Ends a control sequence of which a part is out. */
export const cancel = '\u0018';

export function createDescriptorOutput(
	descriptor: number,
	onGone: () => void,
): Output {
	const queue: Pending[] = [];
	let retryMilliseconds = firstRetryMilliseconds;
	let cancelRetry: (() => void) | undefined;
	let isClosed = false;

	/** Writes on until all is out or the terminal is full. */
	const drain = () => {
		cancelRetry = undefined;
		for (;;) {
			const [first] = queue;
			if (first === undefined || isClosed) {
				return;
			}

			const count = tryWrite(descriptor, first.bytes.subarray(first.offset));
			if (count === undefined) {
				isClosed = true;
				onGone();
				return;
			}

			first.offset += count;
			if (first.offset < first.bytes.length) {
				retryMilliseconds =
					count > 0
						? firstRetryMilliseconds
						: Math.min(retryMilliseconds * 2, lastRetryMilliseconds);
				cancelRetry = startTimer(drain, retryMilliseconds);
				return;
			}

			queue.shift();
			first.written?.();
		}
	};

	return {
		write(bytes, written) {
			queue.push({bytes: encoder.encode(bytes), written, offset: 0});
			if (queue.length === 1) {
				drain();
			}
		},
		finish(bytes, milliseconds) {
			if (isClosed) {
				return;
			}

			isClosed = true;
			cancelRetry?.();
			const isCut = (queue[0]?.offset ?? 0) > 0;
			writeWithin(descriptor, (isCut ? cancel : '') + bytes, milliseconds);
			closeSync(descriptor);
		},
	};
}

/** How many bytes the terminal took; nothing if it is gone. */
function tryWrite(descriptor: number, bytes: Uint8Array): number | undefined {
	try {
		return writeSync(descriptor, bytes);
	} catch (error) {
		return errorCode(error) === 'EAGAIN' ? 0 : undefined;
	}
}

/** Tries for so long, blocking. */
export function writeWithin(
	descriptor: number,
	text: string,
	milliseconds: number,
): void {
	const bytes = encoder.encode(text);
	const deadline = performance.now() + milliseconds;
	let offset = 0;
	while (offset < bytes.length && performance.now() < deadline) {
		const count = tryWrite(descriptor, bytes.subarray(offset));
		if (count === undefined) {
			return;
		}

		offset += count;
		if (offset < bytes.length) {
			sleep(firstRetryMilliseconds);
		}
	}
}
