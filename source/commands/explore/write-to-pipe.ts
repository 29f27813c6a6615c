import {constants} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {isatty} from 'node:tty';
import {errorCode} from '../../base/error-code.ts';
import {type Write} from './fresh-file.ts';

/** A file could not be written, for a reason that is a sentence. */
export class UnwritableError extends Error {
	override readonly name = 'UnwritableError';
}

const fullMilliseconds = 20;
/** A reader that takes nothing for so long will not take the rest. */
const stalledMilliseconds = 10_000;

/** Writes a text to a pipe or a device, and never waits for a reader to come. */
export async function writeToPipe(file: string, write: Write): Promise<void> {
	// eslint-disable-next-line no-bitwise -- Flags of open(2).
	const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
	const handle = await open(file, flags).catch((error: unknown) => {
		throw errorCode(error) === 'ENXIO'
			? new UnwritableError(
					`Nobody reads ${file}. Start its reader first, or name another file.`,
					{cause: error},
				)
			: error;
	});
	try {
		if (isatty(handle.fd)) {
			throw new UnwritableError(
				`${file} is a terminal. Name a file, or press P to show a message on the terminal.`,
			);
		}

		await write(async (part) => writeAll(handle, part, file));
	} finally {
		await handle.close();
	}
}

async function writeAll(
	handle: FileHandle,
	part: string,
	file: string,
): Promise<void> {
	let bytes: Uint8Array = new TextEncoder().encode(part);
	let lastProgress = performance.now();
	while (bytes.length > 0) {
		try {
			// eslint-disable-next-line no-await-in-loop -- One part after the other.
			const {bytesWritten} = await handle.write(bytes);
			bytes = bytes.subarray(bytesWritten);
			lastProgress = performance.now();
		} catch (error) {
			if (errorCode(error) === 'EPIPE') {
				throw new UnwritableError(
					`The reader of ${file} has gone away before the end.`,
					{cause: error},
				);
			}

			if (errorCode(error) !== 'EAGAIN') {
				throw error;
			}

			if (performance.now() - lastProgress > stalledMilliseconds) {
				throw new UnwritableError(
					`The reader of ${file} takes nothing any more. What it has is not complete.`,
					{cause: error},
				);
			}

			// eslint-disable-next-line no-await-in-loop -- As above.
			await sleep(fullMilliseconds);
		}
	}
}
