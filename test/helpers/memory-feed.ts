import {type Feed, type PastRequest} from '../../source/feeds/feed.ts';
import {ApiError} from '../../source/feeds/errors.ts';
import {type Entry, type EntryBatch} from '../../source/log/entry.ts';
import {EntryColumns} from '../../source/log/entry-columns.ts';
import {type FeedTraits} from '../../source/log/feed-traits.ts';
import {levelOf, levels, rankOf} from '../../source/log/level.ts';
import {type Filter, matches} from '../../source/log/query.ts';
import {readBackwards} from './read-backwards.ts';

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
	/** In milliseconds: past logs show an entry so long after it was logged. */
	lag = 0;
	/** Pages that fail before one succeeds. */
	failures = 0;
	/** Whether streams can be opened. */
	isReachable = true;
	readonly pastEntries = readBackwards(
		async (request) => this.#page(request),
		() => this.#now() * 1000,
	);

	readonly #now: () => number;
	/** When each entry was logged. */
	readonly #loggedAt: number[] = [];
	readonly #streams = new Set<(entry: Entry | undefined) => void>();

	/** In milliseconds. */
	constructor(now = Date.now) {
		this.#now = now;
	}

	log(...entries: readonly Entry[]) {
		for (const entry of entries) {
			this.remember(entry, this.#now());
			for (const push of this.#streams) {
				push(entry);
			}
		}
	}

	/** Notes an entry that was logged at an instant, in milliseconds, and that no stream brings. */
	remember(entry: Entry, at: number) {
		this.entries.push(entry);
		this.#loggedAt.push(at);
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
		if (!this.isReachable) {
			throw new ApiError('connection-refused', 'Nobody is there.');
		}

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
		onAccepted?.({serverTime: this.#now() * 1000});
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

	/** The memory is server: all entries that is at least as bad as the mildest level wanted; the rest is done here. */
	#page(request: PastRequest) {
		this.asked.push(request);
		if (this.failures > 0) {
			this.failures--;
			throw new ApiError('server', 'The server said 500.');
		}

		const {filter, range, limit} = request;
		const {since = 0, until = Number.POSITIVE_INFINITY} = range;
		const minimum = minimumOf(filter);
		const found = this.entries
			.filter(
				({time, level}, index) =>
					(this.#loggedAt[index] ?? 0) <= this.#now() - this.lag &&
					time >= since &&
					time < until &&
					// Unless told, a range ends at the server's now.
					(until !== Number.POSITIVE_INFINITY || time <= this.#now() * 1000) &&
					(minimum === 'debug' || rankOf(level) <= rankOf(minimum)),
			)
			.toSorted((a, b) => a.time - b.time);
		const border = found[limit - 1]?.time ?? since;
		// An instant comes whole, however much it holds.
		const isOneInstant = found.length > limit && found[0]?.time === border;
		const served = isOneInstant
			? found.filter(({time}) => time === border)
			: found.slice(0, limit);
		return {
			batch: batchOf(served.filter((entry) => matches(filter, entry))),
			whole: {
				from: since,
				to: found.length <= limit ? until : isOneInstant ? border + 1 : border,
			},
			serverTime: this.#now() * 1000,
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
