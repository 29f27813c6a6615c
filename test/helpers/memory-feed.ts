import {type Feed, type PastRequest} from '../../source/feeds/feed.ts';
import {readBackwards} from '../../source/feeds/read-backwards.ts';
import {type Entry, type EntryBatch} from '../../source/log/entry.ts';
import {EntryColumns} from '../../source/log/entry-columns.ts';
import {type FeedTraits} from '../../source/log/feed-traits.ts';
import {levelOf, levels, rankOf} from '../../source/log/level.ts';
import {type Filter, matches} from '../../source/log/query.ts';

export const memoryTraits: FeedTraits = {
	kind: 'memory',
	words: {deployment: 'heap', project: 'program'},
	pageLimit: 50,
	order: 'ascending',
	levels: 'minimum',
	regions: 'here',
	text: 'substring',
	isLive: true,
	hasDetails: false,
	hasBuildLog: false,
	describe: ({filter}) => `at least ${minimumOf(filter)}`,
};

/** A feed that is not v1: entries from memory, the oldest first, all levels from one on, no regions there, no build log, no cursors. */
export class MemoryFeed implements Feed {
	readonly traits = memoryTraits;
	readonly entries: Entry[] = [];
	/** Every page that was asked of the memory. */
	readonly asked: PastRequest[] = [];
	readonly pastEntries = readBackwards(
		async (request) => this.#page(request),
		() => Date.now() * 1000,
	);

	readonly #streams = new Set<(entry: Entry | undefined) => void>();

	log(...entries: readonly Entry[]) {
		for (const entry of entries) {
			this.entries.push(entry);
			for (const push of this.#streams) {
				push(entry);
			}
		}
	}

	/** Ends all streams. */
	cut() {
		for (const push of this.#streams) {
			push(undefined);
		}
	}

	async *details() {
		// It has none.
	}

	async deployments() {
		return {value: []};
	}

	async *buildLog() {
		// It has none.
	}

	async *liveEntries({
		filter,
		signal,
		onAccepted,
	}: Parameters<Feed['liveEntries']>[0]): AsyncGenerator<
		EntryBatch<EntryColumns>,
		void
	> {
		const queue: Array<Entry | undefined> = [];
		let wake: (() => void) | undefined;
		const push = (entry: Entry | undefined) => {
			queue.push(entry);
			wake?.();
		};

		this.#streams.add(push);
		signal.addEventListener('abort', () => {
			push(undefined);
		});
		onAccepted?.({serverTime: Date.now() * 1000});
		try {
			while (!signal.aborted) {
				const taken = queue.splice(0);
				const end = taken.indexOf(undefined);
				const entries = (end === -1 ? taken : taken.slice(0, end)).filter(
					(entry): entry is Entry =>
						entry !== undefined && matches(filter, entry),
				);
				if (entries.length > 0) {
					yield {...batchOf(entries), entries: EntryColumns.of(entries)};
				}

				if (end !== -1) {
					return;
				}

				if (queue.length === 0) {
					// eslint-disable-next-line no-await-in-loop, @typescript-eslint/no-loop-func -- It waits for what is logged.
					await new Promise<void>((resolve) => {
						wake = resolve;
					});
				}
			}
		} finally {
			this.#streams.delete(push);
		}
	}

	/** The memory is asked for all that is at least as bad as the mildest level wanted; the rest is done here. */
	#page(request: PastRequest) {
		this.asked.push(request);
		const {filter, range, limit} = request;
		const {since = 0, until = Number.POSITIVE_INFINITY} = range;
		const minimum = minimumOf(filter);
		const found = this.entries
			.filter(
				({time, level}) =>
					time >= since &&
					time < until &&
					(minimum === 'debug' || rankOf(level) <= rankOf(minimum)),
			)
			.toSorted((a, b) => a.time - b.time);
		const served = found.slice(0, limit);
		const border = served.at(-1)?.time ?? since;
		return {
			batch: batchOf(served.filter((entry) => matches(filter, entry))),
			whole: {from: since, to: found.length > limit ? border : until},
			serverTime: Date.now() * 1000,
		};
	}
}

function batchOf(entries: readonly Entry[]): EntryBatch<readonly Entry[]> {
	return {
		entries,
		malformedCount: 0,
		rawLine: (index) =>
			new TextEncoder().encode(JSON.stringify(entries[index] ?? null)),
	};
}

function minimumOf({levels: wanted}: Filter): string {
	return wanted.length === 0
		? 'debug'
		: (levels.findLast((level) =>
				wanted.some((name) => levelOf(name) === level),
			) ?? 'debug');
}
