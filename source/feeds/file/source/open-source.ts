import {Buffer} from 'node:buffer';
import {constants, createReadStream, openSync, type Stats} from 'node:fs';
import {type FileHandle, open, stat, unlink} from 'node:fs/promises';
import {Socket} from 'node:net';
import path from 'node:path';
import {type Readable} from 'node:stream';
import {randomBytes} from 'node:crypto';
import {tmpdir} from 'node:os';
import {type Micros} from '../../../log/entry.ts';
import {
	encodingOf,
	isGzip,
	isText,
	readLines,
	shapeOf,
	unpackerOf,
} from './text-shape.ts';

/** Why a file cannot be opened: a sentence with a next step. */
export class OpenError extends Error {
	override readonly name = 'OpenError';
	/** Whether there is something else to type; else there is nothing to be had. */
	readonly isUsage: boolean;

	constructor(message: string, {isUsage}: {readonly isUsage: boolean}) {
		super(message);
		this.isUsage = isUsage;
	}
}

const standardInput = 'standard input';
const headLength = 64 * 1024;
/** In milliseconds: whoever pipes something may take longer to have it. */
const headPatience = 500;

/** Bytes of lines that can be read anywhere, and how more of them come. */
export type Source = {
	/** As it was named. */
	readonly name: string;
	readonly handle: FileHandle;
	readonly size: () => Promise<number>;
	readonly writtenAt: Micros;
	readonly growth:
		/** It may grow, be put aside for another, or be emptied: it is looked at now and then. */
		| {readonly kind: 'file'; readonly path: string; readonly id: string}
		/** It comes through a pipe until that ends. */
		| {readonly kind: 'stream'; readonly spool: Spool}
		/** All of it is there. */
		| {readonly kind: 'none'; readonly spool: Spool};
};

/** Opens a file, or standard input for `-`. Fails with an `OpenError`. */
export async function openSource(
	name: string,
	stdin: Readable,
): Promise<Source> {
	if (name === '-') {
		return openStream(standardInput, stdin);
	}

	let handle: FileHandle;
	let found: Stats;
	try {
		found = await stat(name);
		if (found.isDirectory()) {
			throw folderError(name);
		}

		if (!found.isFile()) {
			return await openStream(
				name,
				found.isFIFO() ? openPipe(name) : createReadStream(name),
			);
		}

		handle = await open(name, 'r');
	} catch (error) {
		throw error instanceof Error && error.name === 'OpenError'
			? error
			: explainOpening(name, error);
	}

	const writtenAt = found.mtimeMs * 1000;
	const head = await readHead(handle).catch(async (error: unknown) => {
		await handle.close();
		throw explainOpening(name, error);
	});
	const unpacker = unpackerOf(head);
	if (
		unpacker === undefined &&
		(isGzip(head) || encodingOf(head) !== 'utf8' || shapeOf(head) !== 'lines')
	) {
		await handle.close();
		return {
			...(await spoolLines(name, createReadStream(name))),
			writtenAt,
		};
	}

	if (unpacker !== undefined || !isText(head)) {
		await handle.close();
		throw binaryError(name, unpacker);
	}

	return {
		name,
		handle,
		async size() {
			const {size} = await handle.stat();
			return size;
		},
		writtenAt,
		growth: {kind: 'file', path: path.resolve(name), id: idOf(found)},
	};
}

/** By which a file is known whatever its name. */
export function idOf({dev, ino}: Pick<Stats, 'dev' | 'ino'>): string {
	return `${dev} ${ino}`;
}

/** A pipe whose writer has not come, or says nothing, holds no thread of ours, which would keep deplog from ending. */
function openPipe(name: string): Readable {
	// eslint-disable-next-line no-bitwise -- Flags of open(2).
	const fd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
	return new Socket({fd, readable: true, writable: false});
}

async function openStream(name: string, stream: Readable): Promise<Source> {
	const {growth, ...source} = await spoolLines(name, stream, 1, headPatience);
	return {
		...source,
		writtenAt: Date.now() * 1000,
		growth: {...growth, kind: 'stream'},
	};
}

/** What has to be unpacked or laid out anew before it can be read, or comes once only. */
async function spoolLines(
	name: string,
	stream: Readable,
	least?: number,
	patience?: number,
) {
	const read = await readLines(stream, least, patience).catch(
		(error: unknown) => {
			throw explainOpening(name, error);
		},
	);
	if (!('lines' in read)) {
		stream.destroy();
		throw binaryError(name, read.unpacker);
	}

	const spool = await spoolStream(read.lines);
	return {
		name,
		handle: spool.handle,
		size: async () => spool.size(),
		growth: {kind: 'none' as const, spool},
	};
}

async function readHead(handle: FileHandle): Promise<Uint8Array> {
	const head = Buffer.alloc(headLength);
	const {bytesRead} = await handle.read(head, 0, headLength, 0);
	return head.subarray(0, bytesRead);
}

/** In bytes. */
const mostAhead = 64 * 1024 * 1024;

/** Why the system does not open a file. */
function explainOpening(name: string, error: unknown): OpenError {
	const code = error instanceof Error && 'code' in error ? error.code : '';
	switch (code) {
		case 'ENOENT':
		case 'ENOTDIR': {
			return new OpenError(`There is no file ${name}. Check its name.`, {
				isUsage: false,
			});
		}

		case 'EACCES':
		case 'EPERM': {
			return new OpenError(
				`You may not read ${name}. Look at its permissions, or read it as another user: sudo cat FILE | deplog open -`,
				{isUsage: false},
			);
		}

		case 'EISDIR': {
			return folderError(name);
		}

		case 'Z_BUF_ERROR':
		case 'Z_DATA_ERROR': {
			return new OpenError(
				`${name} is packed, and damaged: nothing of it could be unpacked. Try what gzip makes of it: zcat ${name} | deplog open -`,
				{isUsage: false},
			);
		}

		default: {
			return new OpenError(
				`${name} cannot be read (${String(code) || String(error)}).`,
				{isUsage: false},
			);
		}
	}
}

function folderError(name: string): OpenError {
	return new OpenError(
		`${name} is a folder. Name the files in it: deplog open ${name.replace(/\/$/v, '')}/*.log`,
		{isUsage: true},
	);
}

function binaryError(name: string, unpacker?: string): OpenError {
	return new OpenError(
		unpacker === undefined
			? `${name} holds no text, so no log. What deplog reads: lines of text or JSON, also packed as .gz.`
			: `${name} is packed, and deplog unpacks .gz only. Type ${unpacker} ${name === standardInput ? 'FILE' : name} | deplog open -`,
		{isUsage: true},
	);
}

export function emptyError(names: readonly string[]): OpenError {
	return new OpenError(
		names.length === 1
			? `${names[0] ?? ''} is empty: there is nothing to show. --follow waits for its first lines.`
			: 'These files are all empty: there is nothing to show. --follow waits for their first lines.',
		{isUsage: false},
	);
}

/** What came of a stream, in a file of nobody's, so that it can be read again and memory stays bounded. */
export type Spool = {
	readonly handle: FileHandle;
	/** Bytes that have come so far. */
	readonly size: () => number;
	/** Whether nothing more comes. */
	readonly isEnded: () => boolean;
	/** Why it ended before its time. */
	readonly failure: () => unknown;
	/** Resolves when more has come, or the end, or so many milliseconds have passed. */
	readonly more: (patience?: number) => Promise<void>;
	/** All before this was read: from the first call on, what comes waits where it is far ahead of that, so that a pipe which never ends does not fill the disk faster than it is read. */
	readonly noteRead: (to: number) => void;
};

/** Writes a stream to a file that has no name, so that none is left behind however deplog ends. */
async function spoolStream(chunks: AsyncIterable<Uint8Array>): Promise<Spool> {
	const name = path.join(
		tmpdir(),
		`deplog-${randomBytes(8).toString('hex')}.log`,
	);
	const handle = await open(
		name,
		// eslint-disable-next-line no-bitwise -- Flags of open(2).
		constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
		0o600,
	);
	await unlink(name).catch(() => undefined);
	let size = 0;
	let isEnded = false;
	let failure: unknown;
	let mostSize = Number.POSITIVE_INFINITY;
	let goOn: () => void = () => undefined;
	let wake: () => void;
	let more: Promise<void>;
	const rearm = () => {
		more = new Promise((resolve) => {
			wake = resolve;
		});
	};

	rearm();
	const tell = () => {
		const woken = wake;
		rearm();
		woken();
	};

	const room = async () =>
		new Promise<void>((resolve) => {
			goOn = resolve;
		});

	const pump = async () => {
		try {
			for await (const chunk of chunks) {
				await handle.write(chunk, 0, chunk.length, size);
				size += chunk.length;
				tell();
				if (size > mostSize) {
					await room();
				}
			}
		} catch (error) {
			failure = error;
		} finally {
			isEnded = true;
			tell();
		}
	};

	void pump();
	return {
		handle,
		size: () => size,
		isEnded: () => isEnded,
		failure: () => failure,
		noteRead(to) {
			mostSize = to + mostAhead;
			if (size <= mostSize) {
				goOn();
			}
		},
		async more(patience) {
			if (isEnded || patience === undefined) {
				return isEnded ? undefined : more;
			}

			let timer: NodeJS.Timeout | undefined;
			const passed = new Promise<void>((resolve) => {
				timer = setTimeout(resolve, patience);
				timer.unref();
			});
			await Promise.race([more, passed]);
			clearTimeout(timer);
		},
	};
}
