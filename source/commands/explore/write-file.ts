import {randomBytes} from 'node:crypto';
import {constants, createReadStream, type Stats} from 'node:fs';
import {
	type FileHandle,
	copyFile,
	link,
	lstat,
	mkdir,
	open,
	readlink,
	realpath,
	rename,
	rm,
	stat,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {isatty} from 'node:tty';
import {errorCode} from '../../base/error-code.ts';

/**
Writes a text to a file such that what was in it before stays whole wherever that can be, whatever happens. Answers false where there is a file that may not be replaced.

A file is replaced by another one, with its owner, its group and its mode; one with several names, or whose like cannot be made beside it, is written in place once the text lies complete elsewhere. A device or a pipe is only written to.
*/
export async function writeFileWhole(
	name: string,
	write: Write,
	options: WriteOptions,
): Promise<boolean> {
	const file = await resolveLinks(name);
	const found = await statOrNothing(file);
	if (found === undefined) {
		return createFile(file, write);
	}

	if (found.isDirectory()) {
		throw new UnwritableError(`${file} is a folder. Name a file in it.`);
	}

	if (found.isSocket()) {
		throw new UnwritableError(`${file} is a socket. Name a file.`);
	}

	if (found.isFIFO() || found.isCharacterDevice()) {
		await writeToPipe(file, write);
		return true;
	}

	if (!options.mayReplace) {
		return false;
	}

	await (found.isBlockDevice()
		? writeToPipe(file, write)
		: replaceFile(file, found, write, options));

	return true;
}

type WriteOptions = {
	readonly mayReplace: boolean;
	/** For a text that cannot lie beside its file until it is complete. */
	readonly stateFolder: string | undefined;
};

/** Also where the last link leads to nothing yet: that is what is written then. */
async function resolveLinks(name: string): Promise<string> {
	try {
		return await realpath(name);
	} catch (error) {
		if (errorCode(error) !== 'ENOENT') {
			throw error;
		}
	}

	const folder = await realpath(path.dirname(name));
	const file = path.join(folder, path.basename(name));
	try {
		const found = await lstat(file);
		return found.isSymbolicLink()
			? await resolveLinks(path.resolve(folder, await readlink(file)))
			: file;
	} catch (error) {
		if (errorCode(error) === 'ENOENT') {
			return file;
		}

		throw error;
	}
}

async function statOrNothing(file: string): Promise<Stats | undefined> {
	try {
		return await stat(file);
	} catch (error) {
		if (errorCode(error) === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
}

/** Answers false where another program was quicker. */
async function createFile(file: string, write: Write): Promise<boolean> {
	const fresh = freshName(path.dirname(file));
	try {
		await writeFresh(fresh, write);
		await link(fresh, file);
		return true;
	} catch (error) {
		if (errorCode(error) === 'EEXIST') {
			return false;
		}

		// Some file systems have no links.
		if (['EPERM', 'ENOTSUP', 'ENOSYS'].includes(errorCode(error) ?? '')) {
			await rename(fresh, file);
			return true;
		}

		throw error;
	} finally {
		await rm(fresh, {force: true});
	}
}

/** Beside the file, so that it can take its place in one step. */
function freshName(folder: string): string {
	return path.join(folder, `.deplog-${randomBytes(6).toString('hex')}`);
}

async function writeFresh(
	fresh: string,
	write: Write,
	prepare: (handle: FileHandle) => Promise<void> = async () => undefined,
): Promise<void> {
	const handle = await open(fresh, 'wx', 0o600);
	try {
		await prepare(handle);
		await write(async (part) => {
			await handle.writeFile(part);
		});
		await handle.sync();
	} finally {
		await handle.close();
	}
}

async function replaceFile(
	file: string,
	found: Stats,
	write: Write,
	{stateFolder}: WriteOptions,
): Promise<void> {
	// Where this fails nothing is made at all.
	const handle = await open(file, constants.O_WRONLY);
	await handle.close();
	const fresh = freshName(path.dirname(file));
	let isWritten = false;
	try {
		if (await canStandFor(fresh, found)) {
			await writeFresh(fresh, write, async (handle) =>
				makeAlike(handle, found),
			);
			isWritten = true;
			await rename(fresh, file);
			return;
		}
	} catch (error) {
		// One that something is mounted on, or in a folder of others', cannot be replaced.
		if (
			!isWritten ||
			!['EBUSY', 'EPERM', 'EACCES', 'EXDEV'].includes(errorCode(error) ?? '')
		) {
			await rm(fresh, {force: true});
			throw error;
		}
	}

	try {
		await writeInPlace(file, stateFolder, async (spare) =>
			isWritten
				? copyFile(fresh, spare, constants.COPYFILE_EXCL)
				: writeFresh(spare, write),
		);
	} finally {
		await rm(fresh, {force: true});
	}
}

/** Whether a new file beside another one can take its place, as far as is known before it is written. */
async function canStandFor(fresh: string, found: Stats): Promise<boolean> {
	if (found.nlink !== 1) {
		return false;
	}

	try {
		const handle = await open(fresh, 'wx', 0o600);
		try {
			await makeAlike(handle, found);
			return true;
		} finally {
			await handle.close();
			await rm(fresh, {force: true});
		}
	} catch (error) {
		if (errorCode(error) === 'ENOSPC') {
			throw error;
		}

		return false;
	}
}

const modeBits = 0o1_0000;

async function makeAlike(handle: FileHandle, found: Stats): Promise<void> {
	const {uid, gid} = await handle.stat();
	if (uid !== found.uid || gid !== found.gid) {
		await handle.chown(found.uid, found.gid);
	}

	await handle.chmod(found.mode % modeBits);
}

/** Only once the whole text lies in a file of its own, which stays if this fails. */
async function writeInPlace(
	file: string,
	stateFolder: string | undefined,
	writeSpare: (spare: string) => Promise<void>,
): Promise<void> {
	const folder = stateFolder ?? tmpdir();
	await mkdir(folder, {recursive: true, mode: 0o700});
	const spare = path.join(
		folder,
		`${path.basename(file)}.${randomBytes(6).toString('hex')}`,
	);
	try {
		await writeSpare(spare);
	} catch (error) {
		await rm(spare, {force: true});
		throw error;
	}

	try {
		// Node's own copy would take the mode along, and remove the file where it fails.
		const handle = await open(
			file,
			// eslint-disable-next-line no-bitwise -- Flags of open(2).
			constants.O_WRONLY | constants.O_TRUNC,
		);
		try {
			for await (const part of createReadStream(spare, 'utf8')) {
				await handle.writeFile(String(part));
			}

			await handle.sync();
		} finally {
			await handle.close();
		}
	} catch (error) {
		throw new UnwritableError(
			`${file} could not be written whole (${errorCode(error)}). All of it is in ${spare}.`,
			{cause: error},
		);
	}

	await rm(spare, {force: true});
}

/** Writes the next part of a text. */
export type WritePart = (part: string) => Promise<void>;

/** Writes a text, part by part. */
type Write = (writePart: WritePart) => Promise<void>;

/** A file could not be written, for a reason that is a sentence. */
export class UnwritableError extends Error {
	override readonly name = 'UnwritableError';
}

const fullMilliseconds = 20;
/** A reader that takes nothing for so long will not take the rest. */
const stalledMilliseconds = 10_000;

/** Writes a text to a pipe or a device, and never waits for a reader to come. */
async function writeToPipe(file: string, write: Write): Promise<void> {
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
