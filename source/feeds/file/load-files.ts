import path from 'node:path';
import {EntryColumns} from '../../log/entry-columns.ts';
import {type Micros} from '../../log/entry.ts';
import {type LogSource} from '../../log/feed-traits.ts';
import {LogFile} from './records/log-file.ts';
import {type ReadBlock} from './records/read-block.ts';
import {type Source} from './source/open-source.ts';

/** Hands over what files hold while they are read. Where that is too much, or times go back, it stops handing over, and pages are asked for once all is read. */
export class Loading {
	readonly #known: KnownFiles;
	readonly #onEntries: TakeEntries;
	readonly #merge: EntryMerge | undefined;
	/** Bytes that were read. */
	#byteCount = 0;
	#newest = Number.NEGATIVE_INFINITY;
	#lateCount = 0;

	constructor(known: KnownFiles, onEntries: TakeEntries) {
		this.#known = known;
		this.#onEntries = onEntries;
		const {length} = known.sources;
		this.#merge = length > 1 ? new EntryMerge(length, onEntries) : undefined;
		known.isLoaded = true;
	}

	/** Before any of a file is handed over. */
	async begin(file: LogFile): Promise<void> {
		if (
			(await file.size()) > mostLoaded ||
			(await file.findOrder()) === 'mixed'
		) {
			this.#stop();
		}
	}

	/** The next block of a file. */
	take(index: number, block: ReadBlock): Promise<void> | 'kept' | undefined {
		this.#byteCount += block.length;
		if (this.#byteCount > mostLoaded) {
			this.#stop();
		}

		if (!this.#known.isLoaded) {
			return undefined;
		}

		if (this.#merge !== undefined) {
			return this.#merge.offer(index, block.entries);
		}

		this.#countLate(block.entries);
		return this.#known.isLoaded && this.#onEntries(block.entries) === 'kept'
			? 'kept'
			: undefined;
	}

	/** All of a file was read. */
	end(index: number) {
		this.#merge?.end(index);
	}

	#countLate(entries: EntryColumns) {
		const newest = this.#newest;
		for (let index = 0; index < entries.length; index++) {
			const time = entries.time(index);
			this.#lateCount += time < newest ? 1 : 0;
			this.#newest = Math.max(this.#newest, time);
		}

		if (this.#lateCount > mostLate) {
			this.#stop();
		}
	}

	/** What is left is asked for as it is looked at. */
	#stop() {
		this.#known.isLoaded = false;
		this.#merge?.stop();
	}
}

/** In bytes: files that hold more have no room in memory; a single one is then read from its end. */
export const mostLoaded = 240 * 1024 * 1024;
/** Entries that stand behind later ones cost much to put in their place one by one: of a file that has more, pages are asked for. */
const mostLate = 5000;

/** Takes all that files hold, in the order of time. What is not kept is written anew. */
export type TakeEntries = (entries: EntryColumns) => 'kept' | 'copied';

/** So many entries are handed on at once. */
const runLength = 8192;

type Lane = {
	/** What has come of it and is not merged yet. */
	entries: EntryColumns | undefined;
	/** The next one of them. */
	at: number;
	/** Resolves what its reader waits for. */
	release: () => void;
	isEnded: boolean;
};

/** Several files into one run of entries, in the order of time as far as each of them is: the block of a file waits until the others have come as far. */
class EntryMerge {
	readonly #lanes: Lane[];
	readonly #onEntries: (entries: EntryColumns) => 'kept' | 'copied';
	#merged = new EntryColumns();
	#isStopped = false;

	constructor(
		laneCount: number,
		onEntries: (entries: EntryColumns) => 'kept' | 'copied',
	) {
		this.#onEntries = onEntries;
		this.#lanes = Array.from({length: laneCount}, () => ({
			entries: undefined,
			at: 0,
			release: () => undefined,
			isEnded: false,
		}));
	}

	/** Resolves once all of them are merged, so that their memory may be written anew. */
	async offer(index: number, entries: EntryColumns): Promise<void> {
		const lane = this.#lanes[index];
		if (lane === undefined || entries.length === 0 || this.#isStopped) {
			return;
		}

		await new Promise<void>((resolve) => {
			lane.entries = entries;
			lane.at = 0;
			lane.release = resolve;
			this.#run();
		});
	}

	/** Nothing more comes of a file. */
	end(index: number) {
		const lane = this.#lanes[index];
		if (lane !== undefined) {
			lane.isEnded = true;
			this.#run();
		}
	}

	/** Nobody takes any more: what waits is dropped, and nothing is waited for. */
	stop() {
		this.#isStopped = true;
		for (const lane of this.#lanes) {
			lane.entries = undefined;
			lane.release();
		}
	}

	#run() {
		while (
			!this.#isStopped &&
			this.#lanes.every(
				({entries, isEnded}) => entries !== undefined || isEnded,
			)
		) {
			const {first, second} = this.#nearest();
			const entries = first?.entries;
			if (first === undefined || entries === undefined) {
				this.#handOn();
				return;
			}

			const until = second === undefined ? Infinity : timeOf(second);
			do {
				this.#merged.pushFrom(entries, first.at++);
				if (this.#merged.length >= runLength) {
					this.#handOn();
				}
			} while (first.at < entries.length && timeOf(first) <= until);

			if (first.at >= entries.length) {
				first.entries = undefined;
				first.release();
			}
		}
	}

	/** The lanes whose next entries are the oldest. */
	#nearest() {
		let first: Lane | undefined;
		let second: Lane | undefined;
		for (const lane of this.#lanes) {
			if (lane.entries === undefined) {
				continue;
			}

			if (first === undefined || timeOf(lane) < timeOf(first)) {
				second = first;
				first = lane;
			} else if (second === undefined || timeOf(lane) < timeOf(second)) {
				second = lane;
			}
		}

		return {first, second};
	}

	#handOn() {
		if (this.#merged.length === 0) {
			return;
		}

		if (this.#onEntries(this.#merged) === 'kept') {
			this.#merged = new EntryColumns();
		} else {
			this.#merged.clear();
		}
	}
}

function timeOf({entries, at}: Lane): Micros {
	return entries?.time(at) ?? Infinity;
}

/** The files that are read as one log, what is known of them so far, and who is told when that changes. */
export class KnownFiles {
	readonly sources: readonly Source[];
	/** In the order in which they were opened: a file that took the name of another follows it. */
	readonly files: LogFile[] = [];
	/** All that there was at the beginning has been read. */
	isReady = false;
	/** All that was read was handed over. */
	isLoaded = false;
	/** One of them has more than it had at the beginning. */
	hasGrown = false;
	/** Pipes that have not ended. */
	openPipeCount = 0;
	readonly #timeZone: string;
	readonly #listeners = new Set<() => void>();
	#toldAt = Number.NEGATIVE_INFINITY;

	constructor(sources: readonly Source[], timeZone: string) {
		this.sources = sources;
		this.#timeZone = timeZone;
	}

	add({name, handle, size, writtenAt}: Source): LogFile {
		const file = new LogFile({
			name,
			handle,
			size,
			writtenAt,
			timeZone: this.#timeZone,
			...(this.sources.length > 1 && {place: path.basename(name)}),
		});
		this.files.push(file);
		return file;
	}

	/** Nothing more can come: all were pipes, which have ended, or packed. */
	isOver(): boolean {
		return this.isReady && this.openPipeCount === 0 && !this.#hasPlainFile();
	}

	describe(): LogSource {
		return {
			isGrowing:
				this.hasGrown && (this.openPipeCount > 0 || this.#hasPlainFile()),
			isKnown: this.isReady,
			isLoaded: this.isLoaded,
			gaps: this.files.flatMap(({gaps}) => gaps),
			files: this.files.map((file) => ({
				name: file.name,
				size: file.scanned,
				format: file.formatName,
				lineCount: file.lineCount,
				oddCount: file.oddCount,
				entryCount: file.entryCount,
			})),
		};
	}

	onChange(listener: () => void) {
		this.#listeners.add(listener);
	}

	tell() {
		for (const listener of this.#listeners) {
			listener();
		}
	}

	/** How far it has come, while much is read. */
	tellNowAndThen() {
		const now = performance.now();
		if (now - this.#toldAt > tellInterval) {
			this.#toldAt = now;
			this.tell();
		}
	}

	/** Of a file that is no pipe, and is not packed, it is never known that nothing more comes. */
	#hasPlainFile(): boolean {
		return this.sources.some(({growth}) => growth.kind === 'file');
	}
}

/** In milliseconds: how often it is told how far reading has come. */
const tellInterval = 500;
