import {once} from 'node:events';
import {type Writable} from 'node:stream';

/** Standard output, to which printing writes. */
export type Output = {
	/** Resolves when there is room for more, so that a slow reader slows down what is read. */
	readonly write: (bytes: Uint8Array) => Promise<void>;
	/** Resolves when all has been handed over. */
	readonly flush: () => Promise<void>;
	/** Aborted when the reader has gone away, or the output fails otherwise. */
	readonly gone: AbortSignal;
};

/** Writes to standard output as fast as it is read, and tells when its reader has gone away. */
export function createOutput(stream: Writable): Output {
	const gone = new AbortController();
	stream.on('error', (error) => {
		gone.abort(error);
	});
	return {
		async write(bytes) {
			if (bytes.length > 0 && !gone.signal.aborted && !stream.write(bytes)) {
				await orGone(once(stream, 'drain', {signal: gone.signal}), gone);
			}
		},
		async flush() {
			const written = new Promise<void>((resolve) => {
				stream.write('', () => {
					resolve();
				});
			});
			await written;
		},
		gone: gone.signal,
	};
}

async function orGone(drained: Promise<unknown>, gone: AbortController) {
	try {
		await drained;
	} catch (error) {
		if (!gone.signal.aborted) {
			throw error;
		}
	}
}
