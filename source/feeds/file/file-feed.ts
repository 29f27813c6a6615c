import {type Stats} from 'node:fs';
import {open, stat} from 'node:fs/promises';
import path from 'node:path';
import {type Readable} from 'node:stream';
import {setImmediate, setTimeout as sleep} from 'node:timers/promises';
import {Buffer} from 'node:buffer';
import {type Entry, type EntryBatch, entryJson} from '../../log/entry.ts';
import {EntryColumns} from '../../log/entry-columns.ts';
import {type LogSource} from '../../log/feed-traits.ts';
import {type Filter, isAsked} from '../../log/query.ts';
import {type Feed} from '../feed.ts';
import {ApiError} from '../errors.ts';
import {BatchQueue} from './batch-queue.ts';
import {fileTraits} from './file-traits.ts';
import {LogFile} from './log-file.ts';
import {EntryMerge} from './merge-entries.ts';
import {emptyError, idOf, openSource, type Source} from './open-source.ts';
import {type ReadBlock} from './read-block.ts';
import {readPage, readTailPage} from './read-page.ts';
import {type Spool} from './spool.ts';

/** In milliseconds: how often a file is looked at for what was written to it. */
const lookInterval = 250;
/** In milliseconds: the first lines of a stream are waited for for so long, so that their format can be told. */
const headPatience = 300;
/** In milliseconds: how often it is told how far reading has come. */
const tellInterval = 500;
const headLength = 64 * 1024;
/** In bytes: files that hold more have no room in memory; a single one is then read from its end. */
const mostLoaded = 240 * 1024 * 1024;
/** In milliseconds: a record that may go on is given out when nothing has come for so long. */
const recordPatience = 500;

type FileFeedOptions = {
	/** `-` is standard input. */
	readonly names: readonly string[];
	readonly stdin: Readable;
	readonly timeZone: string;
	/** What comes through a pipe is read to its end before anything is told of it. */
	readonly isWhole?: boolean;
	/** Whether files that hold nothing are opened, too. */
	readonly mayBeEmpty?: boolean;
	/** Takes all that files hold as they are read, where that is not too much. What is not kept is written anew. */
	readonly onEntries?: (entries: EntryColumns) => 'kept' | 'copied';
	/** Aborts when nobody reads any more. */
	readonly signal: AbortSignal;
};

/** What a feed of files tells beside entries. */
export type FileFeed = Feed & {
	/** What there is so far. */
	readonly source: () => LogSource;
	/** Calls back when that has changed. */
	readonly onChange: (listener: () => void) => void;
	/** Resolves when all that there was at the beginning is known. */
	readonly ready: Promise<void>;
};

/** Files as one feed: what they hold is their past, what is written to them while somebody looks is live. Fails with an `OpenError`. */
export async function openFileFeed({
	names,
	stdin,
	timeZone,
	isWhole = false,
	mayBeEmpty = false,
	onEntries,
	signal,
}: FileFeedOptions): Promise<FileFeed> {
	const sources: Source[] = [];
	try {
		for (const name of names) {
			// eslint-disable-next-line no-await-in-loop -- What is wrong with the first one is said first.
			sources.push(await openSource(name, stdin));
		}

		if (!mayBeEmpty && (await areEmpty(sources))) {
			throw emptyError(sources.map(({name}) => name));
		}
	} catch (error) {
		await Promise.all(sources.map(async ({handle}) => handle.close()));
		throw error;
	}

	return new Files(sources, {timeZone, isWhole, onEntries, signal}).start();
}

async function areEmpty(sources: readonly Source[]): Promise<boolean> {
	const sizes = await Promise.all(
		sources.map(async ({growth, size}) => {
			if (growth.kind === 'stream' && !growth.spool.isEnded()) {
				return undefined;
			}

			while (
				growth.kind === 'none' &&
				growth.spool.size() === 0 &&
				!growth.spool.isEnded()
			) {
				// eslint-disable-next-line no-await-in-loop -- It is unpacked bit by bit.
				await growth.spool.more();
			}

			return size();
		}),
	);
	return sizes.every((size) => size === 0);
}

/** How what is read of a file at the beginning is handed over. */
type Load = {
	readonly isOn: boolean;
	readonly onBlock?: (block: ReadBlock) => Promise<void> | 'kept' | undefined;
	/** All of the file was read. */
	readonly end: () => void;
};

class Files {
	readonly #sources: readonly Source[];
	readonly #timeZone: string;
	readonly #isWhole: boolean;
	readonly #onEntries: FileFeedOptions['onEntries'];
	readonly #signal: AbortSignal;
	readonly #files: LogFile[] = [];
	readonly #queues = new Set<{
		readonly queue: BatchQueue;
		readonly filter: Filter;
	}>();

	readonly #listeners = new Set<() => void>();
	/** When a file was seen to have grown last, and to which size. */
	readonly #heardAt = new WeakMap<LogFile, {size: number; at: number}>();
	/** Files of which more may come. */
	#growingCount = 0;
	#hasGrown = false;
	#isReady = false;
	#toldAt = Number.NEGATIVE_INFINITY;
	#isLoaded = false;
	/** Bytes that were read to be loaded. */
	#loadedBytes = 0;
	/** What is at its end is shown before all is read, and asked for again then. */
	#isLarge = false;

	constructor(
		sources: readonly Source[],
		{
			timeZone,
			isWhole,
			onEntries,
			signal,
		}: {
			readonly isWhole: boolean;
			readonly onEntries: FileFeedOptions['onEntries'];
			readonly timeZone: string;
			readonly signal: AbortSignal;
		},
	) {
		this.#sources = sources;
		this.#timeZone = timeZone;
		this.#isWhole = isWhole;
		this.#onEntries = onEntries;
		this.#signal = signal;
	}

	start(): FileFeed {
		const load = this.#startLoading();
		const readings = this.#sources.map(async (source, index) =>
			this.#begin(source, load(index)),
		);
		const ready = (async () => {
			await Promise.all(readings);
			this.#isReady = true;
			this.#tell();
		})();
		void quietly(ready);
		this.#signal.addEventListener('abort', () => {
			for (const file of this.#files) {
				void quietly(file.close());
			}
		});
		return this.#feed(ready);
	}

	#feed(ready: Promise<void>): FileFeed {
		const files = this.#files;
		const queues = this.#queues;
		const signal = this.#signal;
		const isOver = () => this.#isOver();
		const isReading = () => this.#isLarge && !this.#isReady;
		return {
			traits: fileTraits,
			ready,
			source: () => this.#describe(),
			isOver,
			onChange: (listener) => {
				this.#listeners.add(listener);
			},
			async *details() {
				// A file has none.
			},
			async deployments() {
				throw new ApiError(
					'unsupported',
					'A file is of no project: there are no others to choose.',
				);
			},
			async *buildLog() {
				// A file has none.
			},
			async *liveEntries({filter, signal: own, onAccepted}) {
				await ready;
				const reader = {queue: new BatchQueue(), filter};
				queues.add(reader);
				if (isOver()) {
					reader.queue.end();
				}

				const close = () => {
					reader.queue.close();
				};

				own.addEventListener('abort', close);
				signal.addEventListener('abort', close);
				try {
					onAccepted?.({});
					yield* reader.queue.read();
				} finally {
					queues.delete(reader);
					close();
				}
			},
			async pastEntries(request) {
				const [first, ...others] = files;
				if (
					isReading() &&
					first !== undefined &&
					others.length === 0 &&
					request.order === 'desc' &&
					request.range.until === undefined
				) {
					const page = await readTailPage(first, request);
					if (page !== undefined) {
						return page;
					}
				}

				await ready;
				// What was read may have been handed over: then nobody asks any more.
				await setImmediate();
				request.signal.throwIfAborted();
				return readPage(files, request, async (file, block) =>
					file.readBlock(block),
				);
			},
		};
	}

	/** How the blocks of each file are handed over; several are merged by time. A pipe that may never end is asked for instead. */
	#startLoading(): (index: number) => Load {
		const onEntries = this.#onEntries;
		const {length} = this.#sources;
		const isBounded = this.#sources.every(
			({growth}) => growth.kind !== 'stream',
		);
		if (onEntries === undefined || !isBounded) {
			return () => ({
				isOn: false,
				end: () => undefined,
			});
		}

		this.#isLoaded = true;
		const takeBytes = (byteCount: number) => {
			this.#loadedBytes += byteCount;
			this.#isLoaded &&= this.#loadedBytes <= mostLoaded;
			return this.#isLoaded;
		};

		if (length === 1) {
			return () => ({
				isOn: true,
				onBlock: ({entries, length: byteCount}) =>
					takeBytes(byteCount) && onEntries(entries) === 'kept'
						? 'kept'
						: undefined,
				end: () => undefined,
			});
		}

		const merge = new EntryMerge(length, onEntries);
		return (index) => ({
			isOn: true,
			async onBlock({entries, length: byteCount}) {
				if (takeBytes(byteCount)) {
					await merge.offer(index, entries);
				} else {
					merge.stop();
				}
			},
			end() {
				merge.end(index);
			},
		});
	}

	/** Reads what there is, then goes on with what comes. */
	async #begin(source: Source, load: Load): Promise<void> {
		const file = this.#add(source);
		const {growth} = source;
		switch (growth.kind) {
			case 'file': {
				const isTooMuch = (await file.size()) > mostLoaded;
				this.#isLoaded &&= !isTooMuch;
				this.#isLarge = this.#sources.length === 1 && isTooMuch;
				await this.#load(file, load, true);
				load.end();
				this.#tell();
				void quietly(this.#follow(file, source, growth));
				break;
			}

			case 'none': {
				const {spool} = growth;
				while (!spool.isEnded()) {
					// eslint-disable-next-line no-await-in-loop -- It is unpacked bit by bit.
					await spool.more();
					if (spool.size() >= headLength) {
						// eslint-disable-next-line no-await-in-loop -- As above.
						await this.#load(file, load, false);
					}
				}

				await this.#load(file, load, true);
				tellIfCut(file, spool);
				load.end();
				break;
			}

			case 'stream': {
				const {spool} = growth;
				const end = performance.now() + headPatience;
				while (
					!spool.isEnded() &&
					(this.#isWhole ||
						(spool.size() < headLength && performance.now() < end))
				) {
					// eslint-disable-next-line no-await-in-loop -- Until there is enough.
					await Promise.race([spool.more(), sleep(headPatience)]);
				}

				await file.scan({isEnd: spool.isEnded(), signal: this.#signal});
				if (spool.isEnded()) {
					tellIfCut(file, spool);
				} else {
					this.#growingCount++;
					this.#hasGrown = true;
					void quietly(this.#drain(file, spool));
				}
			}
		}
	}

	async #load(file: LogFile, {isOn, onBlock}: Load, isEnd: boolean) {
		await file.scan({
			isEnd,
			signal: this.#signal,
			isReusing: true,
			// eslint-disable-next-line @typescript-eslint/promise-function-async -- Most blocks are taken at once, and nobody waits for those.
			onBlock: (block) => {
				this.#tellNowAndThen();
				return isOn && this.#isLoaded ? onBlock?.(block) : undefined;
			},
		});
	}

	#add({name, handle, size, writtenAt}: Source): LogFile {
		const file = new LogFile({
			name,
			handle,
			size,
			writtenAt,
			timeZone: this.#timeZone,
			...(this.#sources.length > 1 && {place: path.basename(name)}),
		});
		this.#files.push(file);
		return file;
	}

	/** What comes through a pipe, until that ends. */
	async #drain(file: LogFile, spool: Spool): Promise<void> {
		let isEnded = false;
		while (!isEnded && !this.#signal.aborted) {
			// eslint-disable-next-line no-await-in-loop -- As it comes.
			await Promise.race([
				spool.more(),
				sleep(recordPatience, undefined, {signal: this.#signal, ref: false}),
			]);
			isEnded = spool.isEnded();
			// eslint-disable-next-line no-await-in-loop -- As above.
			await this.#scan(file, spool.size(), isEnded);
		}

		tellIfCut(file, spool);
		this.#growingCount--;
		this.#tell();
		if (this.#isOver()) {
			for (const {queue} of this.#queues) {
				queue.end();
			}
		}
	}

	/** What is written to a file, as `tail -F` has it: one that is put aside is read to its end, then the one that has taken its name; one that was emptied is read anew. */
	async #follow(
		first: LogFile,
		source: Source,
		growth: Extract<Source['growth'], {kind: 'file'}>,
	): Promise<void> {
		let file = first;
		let {id} = growth;
		while (!this.#signal.aborted) {
			// eslint-disable-next-line no-await-in-loop -- It is looked at now and then.
			await sleep(lookInterval, undefined, {signal: this.#signal, ref: false});
			// eslint-disable-next-line no-await-in-loop -- As above.
			const found = await statOrNothing(growth.path);
			// eslint-disable-next-line no-await-in-loop -- As above.
			await this.#scan(
				file,
				undefined,
				found !== undefined && idOf(found) !== id,
			);
			if (found === undefined) {
				continue;
			}

			if (idOf(found) !== id || found.size < file.scanned) {
				// eslint-disable-next-line no-await-in-loop -- As above.
				const next = await openAgain(growth.path, source);
				if (this.#signal.aborted) {
					// eslint-disable-next-line no-await-in-loop -- As above.
					await next?.handle.close();
				} else if (next !== undefined) {
					id = idOf(found);
					file = this.#add(next);
					// eslint-disable-next-line no-await-in-loop -- As above.
					await this.#scan(file, found.size, false);
				}
			}
		}
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
			onBlock: async (block) => this.#handOn(block),
		});
		if (file.entryCount > before) {
			this.#hasGrown = true;
			this.#tell();
		}
	}

	async #handOn(block: ReadBlock) {
		if (!this.#hasGrown) {
			this.#hasGrown = true;
			this.#tell();
		}

		await Promise.all(
			[...this.#queues].map(async ({queue, filter}) => {
				const batch = narrow(block, filter);
				if (batch.entries.length > 0) {
					await queue.push(batch);
				}
			}),
		);
	}

	/** Nothing more can come: all were pipes, which have ended, or packed. */
	#isOver(): boolean {
		return (
			this.#isReady &&
			this.#growingCount === 0 &&
			this.#sources.every(({growth}) => growth.kind !== 'file')
		);
	}

	#describe(): LogSource {
		return {
			isGrowing:
				this.#hasGrown &&
				(this.#growingCount > 0 ||
					this.#sources.some(({growth}) => growth.kind === 'file')),
			isKnown: this.#isReady,
			isLoaded: this.#isLoaded,
			gaps: this.#files.flatMap(({gaps}) => gaps),
			files: this.#files.map((file) => ({
				name: file.name,
				size: file.scanned,
				format: file.formatName,
				lineCount: file.lineCount,
				oddCount: file.oddCount,
				entryCount: file.entryCount,
			})),
		};
	}

	/** How far it has come, while much is read. */
	#tellNowAndThen() {
		const now = performance.now();
		if (now - this.#toldAt > tellInterval) {
			this.#toldAt = now;
			this.#tell();
		}
	}

	#tell() {
		for (const listener of this.#listeners) {
			listener();
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

function isEverything({levels, regions, text}: Filter): boolean {
	return levels.length === 0 && regions.length === 0 && text === '';
}

function lineOf(entry: Entry | undefined): Uint8Array {
	return entry === undefined ? new Uint8Array() : Buffer.from(entryJson(entry));
}

/** A file that was packed may end in the middle, and what it is read from may fail. */
function tellIfCut(file: LogFile, {failure}: Pick<Spool, 'failure'>) {
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

/** It ends by being aborted. */
async function quietly(task: Promise<void>) {
	try {
		await task;
	} catch {
		// Who waits for it is told.
	}
}
