import {setImmediate} from 'node:timers/promises';
import {type Micros} from '../../log/entry.ts';
import {matchesFilter} from './entry-filter.ts';
import {type NewEntry} from './given-entry.ts';
import {
	comparePositions,
	type EntrySource,
	type LiveRequest,
	type PastRequest,
	type Position,
	type ServedEntry,
} from './served-deployment.ts';
import {createNotifier} from './waiting.ts';

/**
Holds the entries of a given deployment, once by time and once as they arrived.

A live stream is a place in the arrivals, not a queue: a reader that is slow costs nothing and misses nothing.
*/
export function createEntryStore(deploymentId: string): EntryStore {
	let byTime: ServedEntry[] = [];
	let arrivals: ServedEntry[] = [];
	let arrivedBeforeFirst = 0;
	let endOfLive = 0;
	const change = createNotifier();
	const nextSequence = () => arrivedBeforeFirst + arrivals.length;

	/** `beforeSequence` leaves out what was logged later, to the entry. */
	async function* readPast(
		request: PastRequest,
		beforeSequence = Number.POSITIVE_INFINITY,
	) {
		const {order, range, signal} = request;
		let last = request.after;
		while (!signal.aborted) {
			// Found anew for each slice, because entries come and go meanwhile.
			const [fromIndex, toIndex] = bounds(byTime, range, {last, order});
			if (fromIndex >= toIndex) {
				return;
			}

			const slice =
				order === 'asc'
					? byTime.slice(fromIndex, Math.min(toIndex, fromIndex + sliceLength))
					: byTime
							.slice(Math.max(fromIndex, toIndex - sliceLength), toIndex)
							.toReversed();
			last = slice.at(-1);
			yield slice.filter(
				(entry) =>
					entry.sequence < beforeSequence &&
					entry.arrival <= request.arrivedBy &&
					matchesFilter(request.filter, entry),
			);
			// eslint-disable-next-line no-await-in-loop -- The slices are for the event loop's sake.
			await setImmediate();
		}
	}

	async function* follow(position: number, {filter, signal}: LiveRequest) {
		const startedIn = endOfLive;
		while (!signal.aborted) {
			if (position < arrivedBeforeFirst) {
				throw new Error('The reader was slower than the eviction of entries.');
			}

			const fromIndex = position - arrivedBeforeFirst;
			const batch = arrivals.slice(fromIndex, fromIndex + liveBatchLength);
			position += batch.length;
			if (batch.length > 0) {
				yield batch.filter((entry) => matchesFilter(filter, entry));
			} else if (endOfLive > startedIn) {
				return;
			} else {
				// eslint-disable-next-line no-await-in-loop -- Each wait depends on the one before.
				await change.wait(signal);
			}
		}
	}

	return {
		add(entries) {
			for (const entry of entries) {
				const stored = {
					...entry,
					deploymentId,
					sequence: nextSequence(),
				};
				arrivals.push(stored);
				insert(byTime, stored);
			}

			change.notify();
		},
		evictBefore(time) {
			const firstKept = arrivals.findIndex((entry) => entry.time >= time);
			const evicted = firstKept === -1 ? arrivals.length : firstKept;
			arrivals = arrivals.slice(evicted);
			arrivedBeforeFirst += evicted;
			byTime = byTime.slice(lowerBound(byTime, {time, sequence: -1}));
		},
		endLive() {
			endOfLive++;
			change.notify();
		},
		pastEntries: (request) => readPast(request),
		liveEntries: (request) => follow(nextSequence(), request),
		openSince({since, ...request}) {
			const position = nextSequence();
			return {
				past: readPast(
					{
						...request,
						range: {since},
						order: 'asc',
						arrivedBy: Number.POSITIVE_INFINITY,
					},
					position,
				),
				live: follow(position, request),
			};
		},
	};
}

/** So many entries are tested before the event loop turns. */
const sliceLength = 8192;

/** A live stream reads so many entries at a time: enough for big writes, few enough to wait for a slow reader. */
const liveBatchLength = 2048;

type EntryStore = {
	readonly add: (entries: readonly NewEntry[]) => void;
	readonly evictBefore: (time: Micros) => void;
	readonly endLive: () => void;
} & Omit<EntrySource, 'id'>;

function insert(byTime: ServedEntry[], entry: ServedEntry) {
	const newest = byTime.at(-1);
	if (!newest || newest.time <= entry.time) {
		byTime.push(entry);
	} else {
		byTime.splice(lowerBound(byTime, entry), 0, entry);
	}
}

/** The part of the entries that is still to be read, as `[fromIndex, toIndex]`. */
function bounds(
	byTime: readonly ServedEntry[],
	{since, until}: PastRequest['range'],
	{last, order}: {last?: Position; order: PastRequest['order']},
): [number, number] {
	const fromIndex =
		since === undefined ? 0 : lowerBound(byTime, {time: since, sequence: -1});
	const toIndex =
		until === undefined
			? byTime.length
			: lowerBound(byTime, {time: until, sequence: -1});
	if (!last) {
		return [fromIndex, toIndex];
	}

	return order === 'asc'
		? [
				Math.max(
					fromIndex,
					lowerBound(byTime, {time: last.time, sequence: last.sequence + 1}),
				),
				toIndex,
			]
		: [fromIndex, Math.min(toIndex, lowerBound(byTime, last))];
}

/** The index of the first entry that does not stand before the position. */
function lowerBound(byTime: readonly ServedEntry[], position: Position) {
	let low = 0;
	let high = byTime.length;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		const entry = byTime[middle];
		if (entry && comparePositions(entry, position) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}
