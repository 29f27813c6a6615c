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
import {errorCode} from '../../base/error-code.ts';
import {UnwritableError, type Write, writeToPipe} from './write-to-pipe.ts';

type WriteOptions = {
	readonly mayReplace: boolean;
	/** For a text that cannot lie beside its file until it is complete. */
	readonly stateFolder: string | undefined;
};

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
