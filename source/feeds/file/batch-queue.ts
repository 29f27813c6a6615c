import {type EntryBatch} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';

type Batch = EntryBatch<EntryColumns>;

/** Hands on batches to one reader, who slows down what writes them. */
export class BatchQueue {
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
