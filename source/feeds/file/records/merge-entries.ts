import {type Micros} from '../../../log/entry.ts';
import {EntryColumns} from '../../../log/entry-columns.ts';

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
export class EntryMerge {
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
