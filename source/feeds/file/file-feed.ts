import {type Readable} from 'node:stream';
import {setImmediate} from 'node:timers/promises';
import {type LogSource, type FeedTraits} from '../../log/feed-traits.ts';
import {type Feed, type Page, type PastRequest} from '../feed.ts';
import {ApiError} from '../errors.ts';
import {Growth, tellIfCut, LiveReaders} from './follow-growth.ts';
import {
	KnownFiles,
	Loading,
	mostLoaded,
	type TakeEntries,
} from './load-files.ts';
import {type LogFile} from './records/log-file.ts';
import {
	emptyError,
	openSource,
	type Source,
	type Spool,
} from './source/open-source.ts';
import {BlockCache, readPage, readTailPage} from './records/read-page.ts';
import {readThrough} from './records/read-through.ts';

/** What a feed of files tells beside entries. */
export type FileFeed = Feed & {
	/** What there is so far. */
	readonly source: () => LogSource;
	/** Calls back when that has changed. */
	readonly onChange: (listener: () => void) => void;
	/** Resolves when all that there was at the beginning is known. */
	readonly ready: Promise<void>;
	/** Whether some of it comes through a pipe. */
	readonly isPiped: boolean;
	/** Whether what is piped in came without a pause until its end was not waited for any longer: it is read once, as it comes. */
	readonly isFlood: () => boolean;
	readonly isOver: () => boolean;
};

/** In milliseconds: the first lines of a stream are waited for for so long, so that their format can be told. */
const headPatience = 300;
const headLength = 64 * 1024;
/** In bytes: a pipe through which less comes while its end is waited for may never end. */
const leastOfSlice = 1024 * 1024;
/** In bytes: so does one through which more has come. */
const mostAwaited = 64 * 1024 * 1024;
/** In milliseconds: so long nothing is said of what takes time to read. */
const longWait = 5000;

type FileFeedOptions = {
	/** `-` is standard input. */
	readonly names: readonly string[];
	readonly stdin: Readable;
	readonly timeZone: string;
	/** In milliseconds: the end of what comes through a pipe is waited for before anything is told of it, until little has come for so long. */
	readonly endPatience?: number;
	/** Whether files that hold nothing are opened, too. */
	readonly mayBeEmpty?: boolean;
	/** Takes all that files hold as they are read, where that is not too much. Absent: they are read when something is asked of them. */
	readonly onEntries?: TakeEntries;
	/** Told when what was asked for is known at the end only, and that is far. */
	readonly onLongWait?: () => void;
	/** Aborts when nobody reads any more. */
	readonly signal: AbortSignal;
};

/** Files as one feed: what they hold is their past, what is written to them while somebody looks is live. Fails with an `OpenError`. */
export async function openFileFeed({
	names,
	stdin,
	mayBeEmpty = false,
	...options
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

	return new Files(sources, options).start();
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

class Files {
	readonly #known: KnownFiles;
	readonly #options: Omit<FileFeedOptions, 'names' | 'stdin' | 'mayBeEmpty'>;
	readonly #readers = new LiveReaders();
	readonly #growth: Growth;
	readonly #cache = new BlockCache();
	#ready: Promise<void> | undefined;
	/** Begins to read what came through a pipe without a pause until its end was not waited for any longer. */
	#drainFlood: (() => Promise<void>) | undefined;

	constructor(
		sources: readonly Source[],
		options: Omit<FileFeedOptions, 'names' | 'stdin' | 'mayBeEmpty'>,
	) {
		this.#known = new KnownFiles(sources, options.timeZone);
		this.#options = options;
		this.#growth = new Growth(this.#known, this.#readers, options.signal);
	}

	start(): FileFeed {
		for (const source of this.#known.sources) {
			this.#known.add(source);
		}

		const close = () => {
			for (const file of this.#known.files) {
				void quietly(file.close());
			}
		};

		const {signal} = this.#options;
		signal.addEventListener('abort', close);
		if (signal.aborted) {
			// While they were opened.
			close();
		}

		if (this.#options.onEntries !== undefined) {
			void quietly(this.#read());
		}

		return this.#feed();
	}

	#feed(): FileFeed {
		const known = this.#known;
		const readers = this.#readers;
		const {signal} = this.#options;
		const read = async () => this.#read();
		return {
			traits: fileTraits,
			get ready() {
				return read();
			},
			isPiped: known.sources.some(({growth}) => growth.kind === 'stream'),
			source: () => known.describe(),
			isFlood: () => this.#drainFlood !== undefined,
			isOver: () => known.isOver(),
			onChange(listener) {
				known.onChange(listener);
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
				await read();
				yield* readers.read(filter, {
					signals: [own, signal],
					isOver: known.isOver(),
					onOpen() {
						onAccepted?.({});
					},
				});
			},
			pastEntries: async (request) => this.#readPage(request),
			entriesAsRead: async (request) => {
				const drain = this.#drainFlood;
				if (drain !== undefined) {
					return readers.read(request.filter, {
						signals: [request.signal, signal],
						isOver: false,
						onOpen() {
							void quietly(drain());
						},
					});
				}

				const files = this.#unreadFiles();
				return (await areAscending(files))
					? readThrough(files, request)
					: undefined;
			},
		};
	}

	/** The files, where none is a pipe or packed, and nothing of them was read yet; else none. */
	#unreadFiles(): readonly LogFile[] {
		const {sources, files} = this.#known;
		return this.#ready === undefined &&
			sources.every(({growth}) => growth.kind === 'file')
			? files
			: [];
	}

	/** Whether it takes long to read all: then what is at the ends of the files is shown before that, and asked for again. */
	async #isLong(): Promise<boolean> {
		const {sources, files, isReady} = this.#known;
		if (isReady || sources.some(({growth}) => growth.kind !== 'file')) {
			return false;
		}

		const sizes = await Promise.all(files.map(async (file) => file.size()));
		return sizes.reduce((sum, size) => sum + size, 0) > mostLoaded;
	}

	async #readPage(request: PastRequest): Promise<Page> {
		const {files} = this.#known;
		const isOfEnd =
			request.order === 'desc' && request.range.until === undefined;
		const page =
			isOfEnd && (await areAscending(this.#unreadFiles()))
				? await readTailPage(files, request, {isWhole: true})
				: isOfEnd && (await this.#isLong())
					? await readTailPage(files, request, {isWhole: false})
					: undefined;
		if (page !== undefined) {
			return page;
		}

		await this.#read();
		// What was read may have been handed over: then nobody asks any more.
		await setImmediate();
		request.signal.throwIfAborted();
		return readPage(files, request, this.#cache);
	}

	/** Reads all that there is, once. */
	async #read(): Promise<void> {
		this.#ready ??= this.#readAll();
		return this.#ready;
	}

	async #readAll(): Promise<void> {
		const {onEntries, onLongWait} = this.#options;
		const known = this.#known;
		// A pipe that may never end is asked for instead.
		const isBounded = known.sources.every(
			({growth}) => growth.kind !== 'stream',
		);
		const loading =
			onEntries !== undefined && isBounded
				? new Loading(known, onEntries)
				: undefined;
		const timer = setTimeout(() => onLongWait?.(), longWait);
		timer.unref();
		try {
			// A file that takes the name of another is added meanwhile.
			await Promise.all(
				known.sources.map(async (source, index) => {
					const file = known.files[index];
					if (file !== undefined) {
						await this.#readFile(source, file, [loading, index]);
					}
				}),
			);
		} finally {
			clearTimeout(timer);
		}

		known.isReady = true;
		known.tell();
	}

	/** Reads what there is of a file, then goes on with what comes. */
	async #readFile(
		source: Source,
		file: LogFile,
		[loading, index]: readonly [loading: Loading | undefined, index: number],
	): Promise<void> {
		const {growth} = source;
		switch (growth.kind) {
			case 'file': {
				await loading?.begin(file);
				await this.#scan(file, [loading, index], true);
				loading?.end(index);
				this.#known.tell();
				void quietly(this.#growth.follow(file, source, growth));
				break;
			}

			case 'none': {
				const {spool} = growth;
				while (!spool.isEnded()) {
					// eslint-disable-next-line no-await-in-loop -- It is unpacked bit by bit.
					await spool.more();
					if (spool.size() >= headLength) {
						// eslint-disable-next-line no-await-in-loop -- As above.
						await this.#scan(file, [loading, index], false);
					}
				}

				await this.#scan(file, [loading, index], true);
				tellIfCut(file, spool);
				loading?.end(index);
				break;
			}

			case 'stream': {
				await this.#readPipe(file, growth.spool);
			}
		}
	}

	async #readPipe(file: LogFile, spool: Spool) {
		const {signal, endPatience = 0} = this.#options;
		const isFlood = await this.#awaitPipe(spool, endPatience);
		const drain = async () => this.#growth.drain(file, spool);
		if (isFlood && endPatience > 0) {
			// It is printed as it comes, once somebody prints it.
			this.#drainFlood = drain;
			return;
		}

		// More may come faster than it is read: of what does not end only the beginning is read before the rest is shown as it comes.
		const to = isFlood ? headLength : spool.size();
		await file.scan({isEnd: !isFlood && spool.isEnded(), signal, to});
		if (spool.isEnded() && file.scanned >= spool.size()) {
			tellIfCut(file, spool);
		} else {
			void quietly(drain());
		}
	}

	/** Waits for the end of a pipe while much comes through it, and at least for its first lines. Tells whether it was given up since too much came. */
	async #awaitPipe(spool: Spool, endPatience: number): Promise<boolean> {
		const start = performance.now();
		let sliceStart = start;
		let sliceSize = 0;
		while (!spool.isEnded()) {
			const now = performance.now();
			const size = spool.size();
			const isSlow = size - sliceSize < leastOfSlice;
			if (now - sliceStart >= endPatience) {
				const hasHead = size >= headLength || now - start >= headPatience;
				if (hasHead && (isSlow || endPatience === 0)) {
					return false;
				}

				sliceStart = now;
				sliceSize = size;
			}

			if (size > mostAwaited && Number.isFinite(endPatience)) {
				return true;
			}

			// eslint-disable-next-line no-await-in-loop -- Until there is enough.
			await spool.more(headPatience);
		}

		return false;
	}

	async #scan(
		file: LogFile,
		[loading, index]: readonly [loading: Loading | undefined, index: number],
		isEnd: boolean,
	) {
		await file.scan({
			isEnd,
			signal: this.#options.signal,
			isReusing: true,
			// eslint-disable-next-line @typescript-eslint/promise-function-async -- Most blocks are taken at once, and nobody waits for those.
			onBlock: (block) => {
				this.#known.tellNowAndThen();
				return loading?.take(index, block);
			},
		});
	}
}

/** Whether there are any, and the times of each go up as far as one sees; a small one is read whole. */
async function areAscending(files: readonly LogFile[]): Promise<boolean> {
	const orders = await Promise.all(files.map(async (file) => file.findOrder()));
	return orders.length > 0 && !orders.includes('mixed');
}

/** It ends by being aborted. */
async function quietly(task: Promise<void>) {
	try {
		await task;
	} catch {
		// Who waits for it is told.
	}
}

/** What files can do: all of it is done here. */
export const fileTraits: FeedTraits = {
	kind: 'file',
	words: {deployment: 'file', project: 'folder'},
	pageLimit: 20_000,
	order: 'both',
	levels: 'set',
	regions: 'here',
	text: 'substring',
	isLive: false,
	isAtHand: true,
	hasDetails: false,
	hasBuildLog: false,
	describe: () => '',
};
