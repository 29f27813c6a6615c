import {type EntryColumns} from '../../log/entry-columns.ts';
import {type KnownFiles} from './known-files.ts';
import {type LogFile} from './records/log-file.ts';
import {EntryMerge} from './records/merge-entries.ts';
import {type ReadBlock} from './records/read-block.ts';

/** In bytes: files that hold more have no room in memory; a single one is then read from its end. */
export const mostLoaded = 240 * 1024 * 1024;
/** Entries that stand behind later ones cost much to put in their place one by one: of a file that has more, pages are asked for. */
const mostLate = 5000;

/** Takes all that files hold, in the order of time. What is not kept is written anew. */
export type TakeEntries = (entries: EntryColumns) => 'kept' | 'copied';

/** Hands over all that files hold as it is read, unless that is too much, or their times do not go up: then pages are asked for once all was read. */
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
