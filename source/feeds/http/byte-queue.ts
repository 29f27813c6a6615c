import {Buffer} from 'node:buffer';

/** Bytes that are pushed in by a socket and pulled out by a generator. */
type ByteQueue = {
	readonly push: (chunk: Uint8Array) => void;
	readonly end: () => void;
	/** What is queued is still read, then the reader gets the error. */
	readonly fail: (error: unknown) => void;
	/** Drops what is queued. */
	readonly clear: () => void;
	readonly bytes: () => AsyncGenerator<Uint8Array, void>;
};

/** A sender is paused above the first and resumed below the second. It is little: bytes that wait longer leave the processor's caches, and their memory is only given back by large collections. */
export const highWaterBytes = 1024 * 1024;
export const lowWaterBytes = 256 * 1024;

/** What is handed over at once, some 450 entries, so that many small chunks become one batch. */
const takeBytes = 64 * 1024;
/** After so many bytes without a wait, some 2 ms of decoding, the event loop has its turn. */
const turnBytes = 256 * 1024;

/** In milliseconds: what trickles in so soon after what was handed over waits for more, less than a frame, so that a busy stream costs its entries and not its chunks. */
const gatherMilliseconds = 50;

export function createByteQueue({
	pause,
	resume,
}: {
	pause: () => void;
	resume: () => void;
}): ByteQueue {
	const chunks: Uint8Array[] = [];
	let queuedBytes = 0;
	let isPaused = false;
	let outcome: {kind: 'ended'} | {kind: 'failed'; error: unknown} | undefined;
	let wake: (() => void) | undefined;
	let isGathering = false;

	const finish = (result: NonNullable<typeof outcome>) => {
		outcome ??= result;
		wake?.();
	};

	const more = async () => {
		await new Promise<void>((resolve) => {
			wake = resolve;
		});
		wake = undefined;
	};

	const gather = async (milliseconds: number) => {
		isGathering = true;
		const timer = setTimeout(() => {
			wake?.();
		}, milliseconds);
		await more();
		clearTimeout(timer);
		isGathering = false;
	};

	const take = (): Uint8Array => {
		let count = 0;
		let length = 0;
		for (const chunk of chunks) {
			if (count > 0 && length + chunk.length > takeBytes) {
				break;
			}

			count++;
			length += chunk.length;
		}

		const taken = chunks.splice(0, count);
		queuedBytes -= length;
		if (isPaused && queuedBytes <= lowWaterBytes) {
			isPaused = false;
			resume();
		}

		return taken.length === 1 && taken[0] ? taken[0] : Buffer.concat(taken);
	};

	return {
		push(chunk) {
			chunks.push(chunk);
			queuedBytes += chunk.length;
			if (!isPaused && queuedBytes > highWaterBytes) {
				isPaused = true;
				pause();
			}

			if (!isGathering || queuedBytes >= takeBytes) {
				wake?.();
			}
		},
		end() {
			finish({kind: 'ended'});
		},
		fail(error) {
			finish({kind: 'failed', error});
		},
		clear() {
			chunks.length = 0;
			queuedBytes = 0;
		},
		async *bytes() {
			let bytesWithoutTurn = 0;
			let takenAt = Number.NEGATIVE_INFINITY;
			for (;;) {
				const wait = takenAt + gatherMilliseconds - performance.now();
				if (
					wait > 0 &&
					chunks.length > 0 &&
					queuedBytes < takeBytes &&
					outcome === undefined
				) {
					// eslint-disable-next-line no-await-in-loop -- It waits for what comes next.
					await gather(wait);
				} else if (chunks.length > 0) {
					const taken = take();
					takenAt = performance.now();
					bytesWithoutTurn += taken.length;
					yield taken;
				} else if (outcome) {
					if (outcome.kind === 'failed') {
						throw outcome.error;
					}

					return;
				} else {
					// eslint-disable-next-line no-await-in-loop -- It waits for what comes next.
					await more();
					bytesWithoutTurn = 0;
				}

				if (bytesWithoutTurn > turnBytes) {
					bytesWithoutTurn = 0;
					// eslint-disable-next-line no-await-in-loop -- As above.
					await new Promise((resolve) => {
						setImmediate(resolve);
					});
				}
			}
		},
	};
}
