import {setImmediate} from 'node:timers/promises';
import {type Micros} from '../../log/entry.ts';
import {
	changeStage,
	createEndedBuild,
	endBuild,
	findOutcome,
	waitingBuild,
	type BuildState,
	type StageChange,
	type StageName,
} from './build-state.ts';
import {
	parseFields,
	readGivenEntry,
	type GivenEntry,
	type NewEntry,
} from './given-entry.ts';
import {
	type BuildLine,
	type DeploymentDetails,
	type Line,
	type ServedDeployment,
	comparePositions,
	type EntrySource,
	type LiveRequest,
	type PastRequest,
	type Position,
	type ServedEntry,
	matchesFilter,
} from './served-deployment.ts';
import {formatTime, parseTime} from './time-text.ts';
import {createNotifier} from './waiting.ts';

/** A deployment whose entries are handed in, at the start or while it is served. */
export type GivenDeployment = ServedDeployment & {
	/** Logs entries, or lines that are sent as they are, byte for byte. */
	log: (...entries: ReadonlyArray<GivenEntry | readonly GivenEntry[]>) => void;
	/** Adds lines to the build log. */
	build: (...lines: readonly GivenBuildLine[]) => void;
	/** Changes a stage of the build, or a step of its last stage; version 1's status follows where that ends the build. */
	changeStage: (change: Omit<StageChange, 'at'>) => void;
	/** Changes details; a status that is not `pending` ends the build. */
	change: (details: Partial<DeploymentDetails>) => void;
	/** Forgets the entries before a time, as the platform does after two weeks. */
	evictBefore: (time: Micros) => void;
	/** Ends the live streams that are open, cleanly. */
	endLive: () => void;
};

type GivenBuildLine =
	| Line
	| {
			readonly level: string;
			readonly message: string;
			readonly step?: StageName;
			/** Microseconds; the moment of adding where absent. */
			readonly time?: Micros;
	  };

export type GivenDeploymentOptions = Partial<DeploymentDetails> & {
	readonly entries?: readonly GivenEntry[];
	readonly buildLines?: readonly GivenBuildLine[];
	/** Milliseconds since the epoch. */
	readonly clock?: () => number;
	readonly labels?: Readonly<Record<string, string>>;
	readonly isPinned?: boolean;
};

/** The arrival of entries that were there at the start: past logs never lag behind them. */
const loggedBefore = 0;

/** A build that had ended before the server started took so long. */
const givenBuildLength: Micros = 8_200_000;

/** Makes a deployment that is served as it was given: details, build log, entries; what is added later is streamed. */
export function createDeployment({
	entries = [],
	buildLines = [],
	clock = Date.now,
	labels = {},
	isPinned = false,
	...given
}: GivenDeploymentOptions = {}): GivenDeployment {
	const now = () => Math.round(clock() * 1000);
	const createdAt = given.createdAt ?? formatTime(now());
	const id = given.id ?? 'storefront-given00';
	let details: DeploymentDetails = {
		id,
		projectId: '0b6dcc53-2e29-4a6f-9d3c-6a4c5d3f7e10',
		status: 'success',
		domains: [`${id}.deno.dev`],
		databases: {},
		createdAt,
		updatedAt: createdAt,
		...given,
	};
	const start = parseTime(details.createdAt) ?? now();
	let state = createState(details.status, start);
	const store = createEntryStore(id);
	const built = buildLines.map((line) => readBuildLine(line, start));
	const change = createNotifier();
	const isFinished = () => details.status !== 'pending';

	const deployment: GivenDeployment = {
		id,
		projectId: details.projectId,
		labels,
		isPinned,
		details: () => details,
		buildState: () => state,
		async *followBuildState(signal) {
			let shown: BuildState | undefined;
			while (!signal.aborted) {
				if (state !== shown) {
					shown = state;
					yield shown;
				} else if (isFinished()) {
					return;
				} else {
					await change.wait(signal); // eslint-disable-line no-await-in-loop -- Each wait depends on the one before.
				}
			}
		},
		buildLines: () => [...built],
		async *followBuild(signal) {
			let sent = 0;
			while (!signal.aborted) {
				if (sent < built.length) {
					const batch = built.slice(sent);
					sent = built.length;
					yield batch;
				} else if (isFinished()) {
					return;
				} else {
					await change.wait(signal); // eslint-disable-line no-await-in-loop -- As above.
				}
			}
		},
		pastEntries: store.pastEntries,
		liveEntries: store.liveEntries,
		openSince: store.openSince,
		log(...logged) {
			const arrival = clock();
			store.add(logged.flat().map((entry) => readGivenEntry(entry, arrival)));
		},
		build(...lines) {
			built.push(...lines.map((line) => readBuildLine(line, now())));
			change.notify();
		},
		changeStage(stageChange) {
			state = changeStage(state, {...stageChange, at: now()});
			const {status} = findOutcome(state);
			if (status !== 'queued' && status !== 'building') {
				details = {
					...details,
					status: status === 'succeeded' ? 'success' : 'failed',
					updatedAt: formatTime(now()),
				};
			}

			change.notify();
		},
		change(changes) {
			details = {...details, updatedAt: formatTime(now()), ...changes};
			if (changes.status !== undefined) {
				state =
					changes.status === 'pending'
						? createState('pending', now())
						: endBuild(
								state,
								changes.status === 'success' ? 'succeeded' : 'errored',
								now(),
							);
			}

			change.notify();
		},
		evictBefore: store.evictBefore,
		endLive: store.endLive,
	};
	store.add(entries.map((entry) => readGivenEntry(entry, loggedBefore)));
	return deployment;
}

/** What version 1's status says of the stages. */
function createState(status: string, start: Micros): BuildState {
	if (status === 'pending') {
		const queued = changeStage(waitingBuild, {
			stage: 'queued',
			status: 'succeeded',
			at: start,
		});
		return changeStage(queued, {
			stage: 'preparing',
			status: 'running',
			at: start,
		});
	}

	return createEndedBuild(status === 'success' ? 'succeeded' : 'errored', {
		start,
		end: start + givenBuildLength,
	});
}

function readBuildLine(given: GivenBuildLine, moment: Micros): BuildLine {
	if (typeof given !== 'string' && !(given instanceof Uint8Array)) {
		const {level, message, time = moment, step} = given;
		return {
			level,
			message,
			time,
			...(step && {step}),
			line: JSON.stringify({level, message}),
		};
	}

	const {level, message} = parseFields(given);
	return {
		level: typeof level === 'string' ? level : '',
		message: typeof message === 'string' ? message : '',
		time: moment,
		line: given,
		isRaw: true,
	};
}

/**
Holds the entries of a given deployment, once by time and once as they arrived.

A live stream is a place in the arrivals, not a queue: a reader that is slow costs nothing and misses nothing.
*/
function createEntryStore(deploymentId: string): EntryStore {
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
