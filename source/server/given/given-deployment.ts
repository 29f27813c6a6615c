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
import {createEntryStore} from './entry-store.ts';
import {parseFields, readGivenEntry, type GivenEntry} from './given-entry.ts';
import {
	type BuildLine,
	type DeploymentDetails,
	type Line,
	type ServedDeployment,
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
	/** Asks that the build be cancelled, which takes effect when a stage is changed so. */
	requestCancellation: () => void;
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
		requestCancellation() {
			state = {...state, cancellationRequestedAt: now()};
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
