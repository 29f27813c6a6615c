import {
	comparePositions,
	type EntrySource,
	type PastRequest,
	type Position,
	type ServedDeployment,
	type ServedEntry,
} from '../given/served-deployment.ts';
import {createNotifier, type Notifier} from '../given/waiting.ts';

/** The entries of all revisions of an app as those of one. Revisions keep their places: new ones come last. */
export function createAppSource(
	id: string,
	deployments: readonly ServedDeployment[],
): EntrySource {
	return {
		id,
		pastEntries: (request) =>
			mergePast(
				deployments.map((deployment, place) =>
					placeEntries(
						deployment.pastEntries({
							...request,
							after: request.after && placeAfter(request, place),
						}),
						place,
					),
				),
				request.order,
			),
		liveEntries: (request) =>
			mergeLive(
				deployments.map((deployment, place) =>
					placeEntries(deployment.liveEntries(request), place),
				),
			),
		openSince(request) {
			const opened = deployments.map((deployment) =>
				deployment.openSince(request),
			);
			return {
				past: mergePast(
					opened.map(({past}, place) => placeEntries(past, place)),
					'asc',
				),
				live: mergeLive(
					opened.map(({live}, place) => placeEntries(live, place)),
				),
			};
		},
	};
}

/** So many revisions of one app can be told apart in a position. */
const places = 4096;

/** Where one revision goes on behind a position of all. */
function placeAfter({after, order}: PastRequest, place: number): Position {
	const {time = 0, sequence = 0} = after ?? {};
	const own = Math.floor(sequence / places);
	const ofPlace = sequence % places;
	return {
		time,
		sequence:
			order === 'asc'
				? own - (place > ofPlace ? 1 : 0)
				: own + (place < ofPlace ? 1 : 0),
	};
}

async function* placeEntries(
	batches: AsyncIterable<readonly ServedEntry[]>,
	place: number,
): AsyncGenerator<readonly ServedEntry[], void> {
	for await (const batch of batches) {
		yield batch.map((entry) => ({
			...entry,
			sequence: entry.sequence * places + place,
		}));
	}
}

/** Merges what is in order, entry by entry. */
async function* mergePast(
	sources: ReadonlyArray<AsyncGenerator<readonly ServedEntry[], void>>,
	order: 'asc' | 'desc',
): AsyncGenerator<readonly ServedEntry[], void> {
	const readers = sources.map((source) => ({
		source,
		entries: [] as readonly ServedEntry[],
		index: 0,
		isDone: false,
	}));
	const sign = order === 'asc' ? 1 : -1;
	for (;;) {
		for (const reader of readers) {
			while (!reader.isDone && reader.index >= reader.entries.length) {
				const {done, value} = await reader.source.next(); // eslint-disable-line no-await-in-loop -- Each is read as far as it is needed.
				reader.isDone = Boolean(done);
				reader.entries = value ?? [];
				reader.index = 0;
			}
		}

		// Up to where the first of them has to be read on.
		const batch: ServedEntry[] = [];
		for (;;) {
			let first: (typeof readers)[number] | undefined;
			let entry: ServedEntry | undefined;
			for (const reader of readers) {
				const candidate = reader.entries[reader.index];
				if (
					candidate &&
					(!entry || comparePositions(candidate, entry) * sign < 0)
				) {
					first = reader;
					entry = candidate;
				}
			}

			if (!first || !entry) {
				break;
			}

			batch.push(entry);
			first.index++;
			if (first.index >= first.entries.length && !first.isDone) {
				break;
			}
		}

		yield batch;
		if (
			readers.every(
				({isDone, index, entries}) => isDone && index >= entries.length,
			)
		) {
			return;
		}
	}
}

/** Gives what comes as it comes, from whichever it is. */
async function* mergeLive(
	sources: ReadonlyArray<AsyncGenerator<readonly ServedEntry[], void>>,
): AsyncGenerator<readonly ServedEntry[], void> {
	const settled: Settled[] = [];
	const {signal} = new AbortController();
	const notifier = createNotifier();
	for (const source of sources) {
		void readInto(settled, source, notifier);
	}

	for (let open = sources.length; open > 0;) {
		const next = settled.shift();
		if (next === undefined) {
			await notifier.wait(signal); // eslint-disable-line no-await-in-loop -- One batch after the other.
		} else if (next.kind === 'failed') {
			throw next.error;
		} else if (next.result.done) {
			open--;
		} else {
			void readInto(settled, next.source, notifier);
			yield next.result.value;
		}
	}
}

type Source = AsyncGenerator<readonly ServedEntry[], void>;

type Settled =
	| {
			readonly kind: 'read';
			readonly source: Source;
			readonly result: IteratorResult<readonly ServedEntry[], void>;
	  }
	| {readonly kind: 'failed'; readonly error: unknown};

/** Races of promises would add a little to those that wait for long each time. */
async function readInto(
	settled: Settled[],
	source: Source,
	{notify}: Notifier,
): Promise<void> {
	try {
		settled.push({kind: 'read', source, result: await source.next()});
	} catch (error) {
		settled.push({kind: 'failed', error});
	}

	notify();
}
