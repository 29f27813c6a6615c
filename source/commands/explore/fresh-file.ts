import {randomBytes} from 'node:crypto';
import {unlinkSync} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

/** A file of our own that is gone at the end, however deplog ends, unless it has another name by then. */
export type Fresh = {
	readonly name: string;
	readonly handle: FileHandle;
	/** Writes the whole text to it, and closes it. */
	readonly fill: (write: Write, mode?: number) => Promise<void>;
	readonly remove: () => Promise<void>;
	/** From now on it stays. */
	readonly keep: () => void;
};

/** Makes a file that is the user's alone. */
export async function openFresh(
	folder: string,
	prefix = '.deplog-',
): Promise<Fresh> {
	const word = randomBytes(6).toString('hex');
	const name = path.join(folder, `${prefix}${word}`);
	const handle = await open(name, 'wx', 0o600);
	const removeNow = () => {
		try {
			unlinkSync(name);
		} catch {
			// It has its other name, or the folder keeps what it has.
		}
	};

	process.on('exit', removeNow);
	const keep = () => {
		process.off('exit', removeNow);
	};

	return {
		name,
		handle,
		async fill(write, mode) {
			await write(async (part) => {
				await handle.writeFile(part);
			});
			// Writing takes away some bits of a mode.
			if (mode !== undefined) {
				await handle.chmod(mode);
			}

			await handle.sync();
			await handle.close();
		},
		async remove() {
			await handle.close().catch(() => undefined);
			removeNow();
			keep();
		},
		keep,
	};
}

/** Writes the next part of a text. */
export type WritePart = (part: string) => Promise<void>;

/** Writes a text, part by part. */
export type Write = (writePart: WritePart) => Promise<void>;
