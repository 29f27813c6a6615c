/* eslint-disable no-await-in-loop -- What comes follows what came before. */
import {type Stats} from 'node:fs';
import {open, stat} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {Buffer} from 'node:buffer';
import {type Entry, type EntryBatch, entryJson} from '../../log/entry.ts';
import {EntryColumns} from '../../log/entry-columns.ts';
import {type Filter, isAsked, isEverything} from '../../log/query.ts';
import {type KnownFiles} from './load-files.ts';
import {type LogFile} from './records/log-file.ts';
import {idOf, type Source, type Spool} from './source/open-source.ts';
import {type ReadBlock} from './records/read-block.ts';

/** Reads what is written to files after they were opened, and hands it to whoever looks. */
export class Growth {
	readonly #known: KnownFiles;
	readonly #readers: LiveReaders;
	readonly #signal: AbortSignal;
	/** When a file was seen to have grown last, and to which size. */
	readonly #heardAt = new WeakMap<LogFile, {size: number; at: number}>();

	constructor(known: KnownFiles, readers: LiveReaders, signal: AbortSignal) {
		this.#known = known;
		this.#readers = readers;
		this.#signal = signal;
	}

	/** What comes through a pipe, until that ends. */
	async drain(file: LogFile, spool: Spool): Promise<void> {
		const known = this.#known;
		known.openPipeCount++;
		known.hasGrown = true;
		let isEnded = false;
		while (!isEnded && !this.#signal.aborted) {
			spool.noteRead(file.scanned);
			await spool.more(recordPatience);
			isEnded = spool.isEnded();
			await this.#scan(file, spool.size(), isEnded);
		}

		tellIfCut(file, spool);
		known.openPipeCount--;
		known.tell();
		if (known.isOver()) {
			this.#readers.end();
		}
	}

	/** What is written to a file, as `tail -F` has it: one that is put aside is read to its end, then the one that has taken its name; one that was emptied is read anew, also where as much or more was written to it since. */
	async follow(
		first: LogFile,
		source: Source,
		growth: Extract<Source['growth'], {kind: 'file'}>,
	): Promise<void> {
		let file = first;
		let {id} = growth;
		let writtenAt = Number.NaN;
		while (!this.#signal.aborted) {
			await sleep(lookInterval, undefined, {signal: this.#signal, ref: false});
			const found = await statOrNothing(growth.path);
			const isOther = found !== undefined && idOf(found) !== id;
			const isWritten = found !== undefined && found.mtimeMs !== writtenAt;
			writtenAt = found?.mtimeMs ?? writtenAt;
			const isAnew =
				isWritten &&
				!isOther &&
				file.scanned > 0 &&
				!(await file.continues(file));
			if (isAnew) {
				file.forget();
			} else {
				await this.#scan(file, undefined, isOther);
			}

			if (found === undefined || (!isOther && !isAnew)) {
				continue;
			}

			const next = await openAgain(growth.path, source);
			if (this.#signal.aborted) {
				await next?.handle.close();
			} else if (next !== undefined) {
				id = idOf(found);
				file = await this.#goOn(file, next);
				await this.#scan(file, found.size, false);
			}
		}
	}

	/** What an editor has saved begins as the file before it, of which nothing is read again. */
	async #goOn(before: LogFile, source: Source): Promise<LogFile> {
		const file = this.#known.add(source);
		if (await file.continues(before)) {
			file.scanned = before.scanned;
		}

		return file;
	}

	/** Adds what has come. A record that may go on waits until nothing has come for a while. */
	async #scan(file: LogFile, given: number | undefined, isOver: boolean) {
		const size = given ?? (await file.size());
		if (size <= file.scanned && !isOver) {
			return;
		}

		const heard = this.#heardAt.get(file);
		if (heard?.size !== size) {
			this.#heardAt.set(file, {size, at: performance.now()});
		}

		const isQuiet =
			heard?.size === size && performance.now() - heard.at > recordPatience;
		const before = file.entryCount;
		await file.scan({
			isEnd: isOver || isQuiet,
			signal: this.#signal,
			onBlock: async (block) => {
				if (!this.#known.hasGrown) {
					this.#known.hasGrown = true;
					this.#known.tell();
				}

				await this.#readers.handOn(block);
			},
		});
		if (file.entryCount > before) {
			this.#known.hasGrown = true;
			this.#known.tell();
		}
	}
}

/** In milliseconds: how often a file is looked at for what was written to it. */
const lookInterval = 250;
/** In milliseconds: a record that may go on is given out when nothing has come for so long. */
const recordPatience = 500;

/** A file that was packed may end in the middle, and what it is read from may fail. */
export function tellIfCut(file: LogFile, {failure}: Pick<Spool, 'failure'>) {
	const error = failure();
	if (error !== undefined) {
		const words = error instanceof Error ? error.message : 'it ended early';
		file.cut(`${file.name} cannot be read to its end: ${words}.`);
	}
}

async function statOrNothing(file: string): Promise<Stats | undefined> {
	try {
		return await stat(file);
	} catch {
		return undefined;
	}
}

/** The file that has the name now; nothing where it is gone again. */
async function openAgain(
	file: string,
	{name, growth}: Source,
): Promise<Source | undefined> {
	try {
		const handle = await open(file, 'r');
		return {
			name,
			growth,
			handle,
			async size() {
				const {size} = await handle.stat();
				return size;
			},
			writtenAt: Date.now() * 1000,
		};
	} catch {
		return undefined;
	}
}

type Batch = EntryBatch<EntryColumns>;

/** Who is told what is written to files while they look, each of what they asked for. */
export class LiveReaders {
	readonly #readers = new Set<{
		readonly queue: BatchQueue;
		readonly filter: Filter;
	}>();

	/** What is written from now on, until one of the signals aborts, or nothing more can come. */
	async *read(
		filter: Filter,
		{
			signals,
			isOver,
			onOpen,
		}: {
			readonly signals: readonly AbortSignal[];
			readonly isOver: boolean;
			readonly onOpen: () => void;
		},
	): AsyncGenerator<Batch, void> {
		const reader = {queue: new BatchQueue(), filter};
		this.#readers.add(reader);
		if (isOver) {
			reader.queue.end();
		}

		const close = () => {
			reader.queue.close();
		};

		for (const signal of signals) {
			signal.addEventListener('abort', close);
		}

		try {
			onOpen();
			yield* reader.queue.read();
		} finally {
			this.#readers.delete(reader);
			close();
		}
	}

	/** Resolves when all have room for more. */
	async handOn(block: ReadBlock): Promise<void> {
		await Promise.all(
			[...this.#readers].map(async ({queue, filter}) => {
				const batch = narrow(block, filter);
				if (batch.entries.length > 0) {
					await queue.push(batch);
				}
			}),
		);
	}

	/** Nothing more can come. */
	end() {
		for (const {queue} of this.#readers) {
			queue.end();
		}
	}
}

function narrow(block: ReadBlock, filter: Filter): EntryBatch<EntryColumns> {
	const {entries, ownLine} = block;
	if (isEverything(filter)) {
		return {
			entries,
			malformedCount: 0,
			rawLine: (index) => ownLine(index) ?? lineOf(entries.at(index)),
		};
	}

	const kept: Entry[] = [];
	const indexes: number[] = [];
	for (const [index, entry] of [...entries].entries()) {
		if (isAsked(filter, entry) && entry.message.includes(filter.text)) {
			kept.push(entry);
			indexes.push(index);
		}
	}

	return {
		entries: kept.length === entries.length ? entries : EntryColumns.of(kept),
		malformedCount: 0,
		rawLine(index) {
			return ownLine(indexes[index] ?? 0) ?? lineOf(kept[index]);
		},
	};
}

function lineOf(entry: Entry | undefined): Uint8Array {
	return entry === undefined ? new Uint8Array() : Buffer.from(entryJson(entry));
}

/** Hands on batches to one reader, who slows down what writes them. */
class BatchQueue {
	#isClosed = false;
	#hasEnded = false;
	#waiting: Batch | undefined;
	#wakeReader: (() => void) | undefined;
	#wakeWriter: (() => void) | undefined;

	/** Resolves when there is room for the next one. */
	async push(batch: Batch): Promise<void> {
		while (this.#waiting !== undefined && !this.#isClosed) {
			await new Promise<void>((resolve) => {
				this.#wakeWriter = resolve;
			});
		}

		this.#waiting = batch;
		this.#wakeReader?.();
	}

	/** Nothing more is pushed: what waits is still read. */
	end() {
		this.#hasEnded = true;
		this.#wakeReader?.();
	}

	close() {
		this.#isClosed = true;
		this.#wakeReader?.();
		this.#wakeWriter?.();
	}

	async *read(): AsyncGenerator<Batch, void> {
		while (!this.#isClosed) {
			const batch = this.#waiting;
			if (batch === undefined && this.#hasEnded) {
				return;
			}

			if (batch === undefined) {
				await new Promise<void>((resolve) => {
					this.#wakeReader = resolve;
				});
				continue;
			}

			this.#waiting = undefined;
			this.#wakeWriter?.();
			yield batch;
		}
	}
}
