import {Buffer} from 'node:buffer';
import {type Entry, type EntryBatch, entryJson} from '../../log/entry.ts';
import {EntryColumns} from '../../log/entry-columns.ts';
import {type Filter, isAsked, isEverything} from '../../log/query.ts';
import {type ReadBlock} from './records/read-block.ts';

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
			// eslint-disable-next-line no-await-in-loop -- Until the reader has taken the one before.
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
				// eslint-disable-next-line no-await-in-loop -- Until there is one.
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
