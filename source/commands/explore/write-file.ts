import {Buffer} from 'node:buffer';
import {execFile} from 'node:child_process';
import {
	constants,
	createReadStream,
	readSync,
	type Stats,
	unlinkSync,
	writeSync,
} from 'node:fs';
import {
	link,
	mkdir,
	open,
	readlink,
	realpath,
	rename,
	stat,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setImmediate} from 'node:timers/promises';
import {promisify} from 'node:util';
import {codeWords, errorCode} from '../../base/error-code.ts';
import {type Fresh, openFresh, type Write} from './fresh-file.ts';
import {UnwritableError, writeToPipe} from './write-to-pipe.ts';

/**
Writes a text to a file such that what was in it before stays whole wherever that can be, whatever happens. Answers false where there is a file that may not be replaced.

A file is replaced by another one, with its owner, its group and its mode; one with several names or an access list, or whose like cannot be made beside it, is written in place once the text lies complete elsewhere. A device or a pipe is only written to.
*/
export async function writeFileWhole(
	name: string,
	write: Write,
	options: WriteOptions,
): Promise<boolean> {
	unfinished.add(name);
	try {
		return await writeAsItIs(name, write, options);
	} finally {
		unfinished.delete(name);
	}
}

/** The files that are being written, and are not whole where deplog ends now. */
export const unfinished = new Set<string>();

async function writeAsItIs(
	name: string,
	write: Write,
	options: WriteOptions,
): Promise<boolean> {
	const found = await statOrNothing(name);
	if (found === undefined) {
		return createFile(await resolveLinks(name), write);
	}

	if (found.isDirectory()) {
		throw new UnwritableError(`${name} is a folder. Name a file in it.`);
	}

	if (found.isSocket()) {
		throw new UnwritableError(`${name} is a socket. Name a file.`);
	}

	if (found.isFIFO() || found.isCharacterDevice()) {
		await writeToPipe(name, write);
		return true;
	}

	if (!options.mayReplace) {
		return false;
	}

	await (found.isBlockDevice()
		? writeToPipe(name, write)
		: replaceFile(name, found, write, options));

	return true;
}

type WriteOptions = {
	readonly mayReplace: boolean;
	/** For a text that cannot lie beside its file until it is complete. */
	readonly stateFolder: string | undefined;
};

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

/** Where nothing is yet, also where links lead there: the last of them is not to be replaced by a file. */
async function resolveLinks(name: string): Promise<string> {
	const folder = await realpath(path.dirname(name));
	const file = path.join(folder, path.basename(name));
	const target = await readlink(file).catch(() => undefined);
	if (target === undefined) {
		return file;
	}

	const place = path.resolve(folder, target);
	try {
		return await resolveLinks(place);
	} catch (error) {
		throw errorCode(error) === 'ENOENT'
			? new UnwritableError(
					`${name} is a link to ${place}, and the folder of that is not there.`,
					{cause: error},
				)
			: error;
	}
}

/** Answers false where another program was quicker. */
async function createFile(file: string, write: Write): Promise<boolean> {
	const fresh = await openFresh(path.dirname(file));
	try {
		await fresh.fill(write);
		await link(fresh.name, file);
		return true;
	} catch (error) {
		if (errorCode(error) === 'EEXIST') {
			return false;
		}

		// Some file systems have no links.
		if (['EPERM', 'ENOTSUP', 'ENOSYS'].includes(errorCode(error) ?? '')) {
			await rename(fresh.name, file);
			return true;
		}

		throw error;
	} finally {
		await fresh.remove();
	}
}

async function replaceFile(
	name: string,
	found: Stats,
	write: Write,
	{stateFolder}: WriteOptions,
): Promise<void> {
	// Where this fails nothing is made at all.
	const handle = await open(name, constants.O_WRONLY);
	await handle.close();
	const file = found.nlink === 1 ? await realpath(name) : name;
	const fresh = await openAlike(file, found);
	if (fresh === undefined) {
		await writeInPlace(name, write, stateFolder);
		return;
	}

	try {
		await fresh.fill(write, found.mode % modeBits);
		try {
			await rename(fresh.name, file);
		} catch (error) {
			// One that something is mounted on, or in a folder of others', cannot be replaced.
			const isKept = ['EBUSY', 'EPERM', 'EACCES', 'EXDEV'].includes(
				errorCode(error) ?? '',
			);
			if (!isKept) {
				throw error;
			}

			await writeInPlace(
				name,
				async (writePart) => {
					for await (const part of createReadStream(fresh.name, 'utf8')) {
						await writePart(String(part));
					}
				},
				stateFolder,
			);
		}
	} finally {
		await fresh.remove();
	}
}

const modeBits = 0o1_0000;

/** A new file beside another one that can take its place, as far as is known before it is written; nothing where it could not. */
async function openAlike(
	file: string,
	found: Stats,
): Promise<Fresh | undefined> {
	if (found.nlink !== 1) {
		return undefined;
	}

	let fresh: Fresh | undefined;
	try {
		fresh = await openFresh(path.dirname(file));
		const {uid, gid} = await fresh.handle.stat();
		if (uid !== found.uid || gid !== found.gid) {
			await fresh.handle.chown(found.uid, found.gid);
		}

		await fresh.handle.chmod(found.mode % modeBits);
		if (await haveModesOnly(file, fresh.name)) {
			return fresh;
		}
	} catch (error) {
		if (errorCode(error) === 'ENOSPC') {
			await fresh?.remove();
			throw error;
		}
	}

	await fresh?.remove();
	return undefined;
}

/** Whether nothing but their modes says who may read two files: to a list of who may, a mode is but the most that it can give. Node cannot tell; `ls` puts a `+` behind the mode. */
async function haveModesOnly(...files: readonly string[]): Promise<boolean> {
	try {
		// eslint-disable-next-line @typescript-eslint/strict-void-return -- As Node's types declare it.
		const {stdout} = await promisify(execFile)('ls', ['-ldq', '--', ...files]);
		return stdout
			.trimEnd()
			.split('\n')
			.every((line) => line[10] !== '+');
	} catch {
		return true;
	}
}

/** Only once the whole text lies in a file of its own, which stays if this fails. */
async function writeInPlace(
	file: string,
	write: Write,
	stateFolder: string | undefined,
): Promise<void> {
	const spare = await openSpare(stateFolder);
	try {
		await spare.fill(write);
	} catch (error) {
		await spare.remove();
		throw new UnwritableError(
			`${file} can only be written in place, and what is to be in it could not be written to ${path.dirname(spare.name)} first${codeWords(error)}. Name another file.`,
			{cause: error},
		);
	}

	spare.keep();
	// It is finished even where deplog ends.
	unfinished.delete(file);
	try {
		await copyInPlace(spare, file);
	} catch (error) {
		throw new UnwritableError(
			`${file} could not be written whole${codeWords(error)}. All of it is in ${spare.name}.`,
			{cause: error},
		);
	}

	await spare.remove();
}

/** Where deplog keeps its own files, or where anybody may put some. */
async function openSpare(stateFolder: string | undefined): Promise<Fresh> {
	if (stateFolder !== undefined) {
		try {
			await mkdir(stateFolder, {recursive: true, mode: 0o700});
			return await openFresh(stateFolder, 'saved-');
		} catch {
			// It cannot be written.
		}
	}

	return openFresh(tmpdir(), 'deplog-saved-');
}

const pieceBytes = 1_048_576;

/** Piece by piece, so that keys have their turn; all that is left at once where deplog ends meanwhile. Node's own copy would take the mode along, and remove the file where it fails. */
async function copyInPlace(spare: Fresh, file: string): Promise<void> {
	const source = await open(spare.name, 'r');
	try {
		const target = await open(
			file,
			// eslint-disable-next-line no-bitwise -- Flags of open(2).
			constants.O_WRONLY | constants.O_TRUNC,
		);
		const piece = Buffer.alloc(pieceBytes);
		/** Answers whether there is more. */
		const copyPiece = () => {
			const length = readSync(source.fd, piece);
			for (let written = 0; written < length;) {
				written += writeSync(target.fd, piece, written, length - written);
			}

			return length > 0;
		};

		const finish = () => {
			try {
				while (copyPiece());
				unlinkSync(spare.name);
			} catch {
				// All of it stays where it is.
			}
		};

		process.on('exit', finish);
		try {
			while (copyPiece()) {
				// eslint-disable-next-line no-await-in-loop -- One after the other.
				await setImmediate();
			}

			await target.sync();
		} finally {
			process.off('exit', finish);
			await target.close();
		}
	} finally {
		await source.close();
	}
}
