import {Buffer} from 'node:buffer';
import {type FileHandle, open, unlink} from 'node:fs/promises';
import {randomUUID} from 'node:crypto';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {codeWords} from '../base/error-code.ts';
import {type Entry} from '../log/entry.ts';
import {type Line, linesOf} from './line.ts';

/**
Pages of the past that wait until the first entry that was asked for is there: some in memory, the rest in a file that nobody else can read and that has no name any more, so that it is gone with the process.

None is dropped: where there is no room for such a file, all stay in memory, and that is said.
*/
export class HeldPages {
	readonly #pages: HeldPage[] = [];
	readonly #onNotice: (text: string) => void;
	readonly #mostHeld: number;
	readonly #folder: string;
	#heldBytes = 0;
	#file: FileHandle | undefined;
	#fileLength = 0;
	#hasNoFile = false;

	constructor(
		onNotice: (text: string) => void,
		{most = mostHeld, folder = tmpdir()} = {},
	) {
		this.#onNotice = onNotice;
		this.#mostHeld = most;
		this.#folder = folder;
	}

	async add(lines: readonly Line[]): Promise<void> {
		let bytes = 0;
		for (const line of lines) {
			bytes += line.raw.length * 3 + lineOverhead;
		}

		if (this.#heldBytes + bytes > this.#mostHeld && !this.#hasNoFile) {
			const page = await this.#write(lines);
			if (page !== undefined) {
				this.#pages.push(page);
				return;
			}
		}

		this.#heldBytes += bytes;
		this.#pages.push({kind: 'memory', lines});
	}

	/** The pages from the last one that was added to the first, each gone from here then. */
	async *takeBackwards(): AsyncGenerator<readonly Line[], void> {
		try {
			for (;;) {
				const page = this.#pages.pop();
				if (page === undefined) {
					return;
				}

				// eslint-disable-next-line no-await-in-loop -- A page follows the other.
				yield page.kind === 'memory' ? page.lines : await this.#read(page);
			}
		} finally {
			await this.#file?.close();
		}
	}

	/** Nothing where it cannot be written. */
	async #write(lines: readonly Line[]): Promise<HeldPage | undefined> {
		const bytes = toBytes(lines);
		try {
			this.#file ??= await this.#createFile();
			for (let written = 0; written < bytes.length;) {
				// eslint-disable-next-line no-await-in-loop -- A write may be short.
				const {bytesWritten} = await this.#file.write(
					bytes,
					written,
					bytes.length - written,
					this.#fileLength + written,
				);
				written += bytesWritten;
			}
		} catch (error) {
			this.#hasNoFile = true;
			this.#onNotice(
				`There is no room in ${this.#folder} for the entries that wait to be printed${codeWords(error)}, so all of them are held in memory.`,
			);
			return undefined;
		}

		const page = {
			kind: 'file',
			from: this.#fileLength,
			length: bytes.length,
		} as const;
		this.#fileLength += bytes.length;
		return page;
	}

	async #createFile(): Promise<FileHandle> {
		const name = path.join(this.#folder, `deplog-${randomUUID()}`);
		const file = await open(name, 'wx+', 0o600);
		try {
			await unlink(name);
		} catch {
			// Where an open file keeps its name, the system clears the folder.
		}

		this.#onNotice(
			`The entries that wait to be printed take more than ${Math.round(this.#mostHeld / 1024 / 1024)} MiB, so the rest of them waits in a temporary file.`,
		);
		return file;
	}

	async #read({
		from,
		length,
	}: Extract<HeldPage, {kind: 'file'}>): Promise<readonly Line[]> {
		const bytes = Buffer.alloc(length);
		for (let read = 0; read < length;) {
			// eslint-disable-next-line no-await-in-loop -- A read may be short.
			const {bytesRead} = (await this.#file?.read(
				bytes,
				read,
				length - read,
				from + read,
			)) ?? {bytesRead: 0};
			if (bytesRead === 0) {
				throw new Error('The temporary file of entries ends too early.');
			}

			read += bytesRead;
		}

		return fromBytes(bytes);
	}
}

/** In bytes: so much is held in memory. */
const mostHeld = 64 * 1024 * 1024;
/** In bytes: what a line takes besides its texts, about. */
const lineOverhead = 200;
/** In bytes: lengths of what stands behind them. */
const headBytes = 8;

type HeldPage =
	| {readonly kind: 'memory'; readonly lines: readonly Line[]}
	| {readonly kind: 'file'; readonly from: number; readonly length: number};

function toBytes(lines: readonly Line[]): Uint8Array {
	return Buffer.concat(
		lines.flatMap((line) => {
			const {raw} = line;
			const text = Buffer.from(JSON.stringify(line.read()));
			const head = Buffer.alloc(headBytes);
			head.writeUInt32LE(text.length, 0);
			head.writeUInt32LE(raw.length, headBytes / 2);
			return [head, text, raw];
		}),
	);
}

function fromBytes(written: Uint8Array): readonly Line[] {
	const bytes = Buffer.from(
		written.buffer,
		written.byteOffset,
		written.byteLength,
	);
	const entries: Entry[] = [];
	const raws: Uint8Array[] = [];
	for (let at = 0; at < bytes.length;) {
		const textFrom = at + headBytes;
		const rawFrom = textFrom + bytes.readUInt32LE(at);
		const end = rawFrom + bytes.readUInt32LE(at + headBytes / 2);

		entries.push(
			// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- It is what was written there.
			JSON.parse(bytes.toString('utf8', textFrom, rawFrom)) as Entry,
		);
		raws.push(bytes.subarray(rawFrom, end));
		at = end;
	}

	return linesOf({
		entries,
		rawLine: (index) => raws[index] ?? new Uint8Array(),
		malformedCount: 0,
	});
}
