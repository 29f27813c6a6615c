import {type Micros} from '../../log/entry.ts';
import {createChange, type Change} from '../faults/change.ts';
import {formatTime} from '../wire/time-text.ts';
import {createEntryStore} from './entry-store.ts';
import {readGivenEntry, type GivenEntry} from './given-entry.ts';
import {
	type DeploymentDetails,
	type Line,
	type ServedDeployment,
} from './served-deployment.ts';

/** A deployment whose entries are handed in, at the start or while it is served. */
export type GivenDeployment = ServedDeployment & {
	/** Logs entries, or lines that are sent as they are, byte for byte. */
	log: (...entries: ReadonlyArray<GivenEntry | readonly GivenEntry[]>) => void;
	/** Adds lines to the build log. */
	build: (...lines: readonly GivenBuildLine[]) => void;
	/** Changes details; a status that is not `pending` ends the build log. */
	change: (details: Partial<DeploymentDetails>) => void;
	/** Forgets the entries before a time, as the platform does after two weeks. */
	evictBefore: (time: Micros) => void;
	/** Ends the live streams that are open, cleanly. */
	endLive: () => void;
};

export type GivenBuildLine =
	Line | {readonly level: string; readonly message: string};

export type GivenDeploymentOptions = Partial<DeploymentDetails> & {
	readonly entries?: readonly GivenEntry[];
	readonly buildLines?: readonly GivenBuildLine[];
	/** Milliseconds since the epoch. */
	readonly clock?: () => number;
};

/** The arrival of entries that were there at the start: past logs never lag behind them. */
const loggedBefore = 0;

export function createDeployment({
	entries = [],
	buildLines = [],
	clock = Date.now,
	...given
}: GivenDeploymentOptions = {}): GivenDeployment {
	const createdAt = given.createdAt ?? formatTime(clock() * 1000);
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
	const store = createEntryStore();
	const built: Line[] = buildLines.map((line) => buildLine(line));
	const buildChange = createChange();

	const deployment: GivenDeployment = {
		id,
		projectId: details.projectId,
		details: () => details,
		buildLines: () => [...built],
		followBuild: (signal) =>
			followBuild(built, () => details.status !== 'pending', {
				change: buildChange,
				signal,
			}),
		pastEntries: (request) => store.past(request),
		liveEntries: (request) => store.live(request),
		log(...entries) {
			const arrival = clock();
			store.add(entries.flat().map((entry) => readGivenEntry(entry, arrival)));
		},
		build(...lines) {
			for (const line of lines) {
				built.push(buildLine(line));
			}

			buildChange.announce();
		},
		change(changes) {
			details = {
				...details,
				updatedAt: formatTime(clock() * 1000),
				...changes,
			};
			buildChange.announce();
		},
		evictBefore(time) {
			store.evictBefore(time);
		},
		endLive() {
			store.endLive();
		},
	};
	store.add(entries.map((entry) => readGivenEntry(entry, loggedBefore)));
	return deployment;
}

async function* followBuild(
	lines: readonly Line[],
	isFinished: () => boolean,
	{change, signal}: {change: Change; signal: AbortSignal},
): AsyncGenerator<readonly Line[], void> {
	let sent = 0;
	while (!signal.aborted) {
		if (sent < lines.length) {
			const batch = lines.slice(sent);
			sent = lines.length;
			yield batch;
		} else if (isFinished()) {
			return;
		} else {
			// Each wait depends on the one before.
			// eslint-disable-next-line no-await-in-loop
			await change.next(signal);
		}
	}
}

function buildLine(line: GivenBuildLine): Line {
	return typeof line === 'string' || line instanceof Uint8Array
		? line
		: JSON.stringify({level: line.level, message: line.message});
}
