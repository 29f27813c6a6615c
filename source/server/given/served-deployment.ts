import {type Micros} from '../../log/entry.ts';
import {type Order, type Filter} from '../../log/query.ts';
import {type TimeRange} from '../../log/time-range.ts';
import {type BuildState, type StageName} from './build-state.ts';

/** What both versions of the API ask of a deployment, given or simulated. Version 2 calls it a revision. */
export type ServedDeployment = EntrySource & {
	readonly projectId: string;
	/** The body of version 1's `GET /deployments/{id}`, as it stands now. */
	details: () => DeploymentDetails;
	/** How far the build is now. */
	buildState: () => BuildState;
	/** The state now and after each change, until the build has ended. */
	followBuildState: (signal: AbortSignal) => AsyncGenerator<BuildState, void>;
	buildLines: () => readonly BuildLine[];
	/** The build log from its first line until the build has ended. */
	followBuild: (
		signal: AbortSignal,
	) => AsyncGenerator<readonly BuildLine[], void>;
	/** What only version 2 tells of a deployment. */
	readonly labels: Readonly<Record<string, string>>;
	/** Whether its domains stay with it when a newer deployment claims them. */
	readonly isPinned: boolean;
};

/** Where entries are read from: a deployment, or all of a project. */
export type EntrySource = {
	readonly id: string;
	/** Entries that match, in slices that let the event loop turn. A batch can be empty. */
	pastEntries: (
		request: PastRequest,
	) => AsyncGenerator<readonly ServedEntry[], void>;
	/** Entries from the moment of the call on, in the order in which they were logged, until the program ends. */
	liveEntries: (
		request: LiveRequest,
	) => AsyncGenerator<readonly ServedEntry[], void>;
	/** What there is since a time, oldest first, and what comes after it: nothing is missing between them, nothing in both. */
	openSince: (request: LiveRequest & {readonly since: Micros}) => {
		readonly past: AsyncGenerator<readonly ServedEntry[], void>;
		readonly live: AsyncGenerator<readonly ServedEntry[], void>;
	};
};

export type DeploymentDetails = {
	readonly id: string;
	readonly projectId: string;
	readonly status: string;
	readonly domains?: readonly string[] | undefined;
	readonly databases: Readonly<Record<string, string>>;
	readonly createdAt: string;
	readonly updatedAt: string;
	/** Only with the status `success`. */
	readonly description?: string | undefined;
};

/** The body of an item of version 1's `GET /organizations/{id}/projects`; version 2 calls it an app. */
export type Project = {
	readonly id: string;
	readonly organizationId: string;
	readonly name: string;
	readonly description: string;
	readonly createdAt: string;
	readonly updatedAt: string;
};

/** One item of a log without its newline: a text, or bytes that are sent as they are. */
export type Line = string | Uint8Array;

/** A line of a build log. */
export type BuildLine = {
	readonly time: Micros;
	readonly level: string;
	readonly message: string;
	readonly step?: StageName;
	readonly timeline?: string;
	/** As version 1 sends it. */
	readonly line: Line;
	/** Handed in as a line, which is sent as it is where it cannot be read. */
	readonly isRaw?: boolean;
};

/** Where an entry stands: no two entries of a deployment share both numbers, and neither ever changes. */
export type Position = {
	readonly time: Micros;
	/** Orders the entries of one instant. */
	readonly sequence: number;
};

export type ServedEntry = Position & {
	readonly deploymentId: string;
	readonly level: string;
	readonly message: string;
	readonly region: string;
	/** When it was logged, by the server's clock in milliseconds. */
	readonly arrival: number;
	/** As version 1 sends it. */
	readonly line: Line;
	/** What was handed in as a line is no more than that: it is sent as it is where it cannot be read. */
	readonly isRaw?: boolean;
	/** The time as it was handed in, where that was a text. */
	readonly timeText?: string;
	readonly traceId?: string;
	readonly spanId?: string;
};

export type PastRequest = {
	readonly filter: EntryFilter;
	readonly range: TimeRange;
	readonly order: Order;
	/** Only what lies beyond it, in the order asked for. */
	readonly after?: Position;
	/** Only what had been logged by then, in the server's milliseconds. */
	readonly arrivedBy: number;
	readonly signal: AbortSignal;
};

export type LiveRequest = {
	readonly filter: EntryFilter;
	readonly signal: AbortSignal;
};

/** Puts entries in the order in which they are served: by time, then as they arrived. */
export function comparePositions(a: Position, b: Position): number {
	return a.time - b.time || a.sequence - b.sequence;
}

/** Which entries are asked for: the sets of version 1, the least level of version 2, and a text. */
export type EntryFilter = Filter & {
	/** As in `levelRank`. */
	readonly leastRank?: number;
	/** How a text is found: anywhere and exactly, or as a full-text index does, by the beginnings of words in any case. */
	readonly finds?: 'substring' | 'words';
};

type Candidate = {
	readonly level: string;
	readonly region: string;
	readonly message: string;
};

export function matchesFilter(filter: EntryFilter, entry: Candidate): boolean {
	return matchesFields(filter, entry) && matchesText(filter, entry.message);
}

/** Whether all but the text matches. */
export function matchesFields(
	{levels, regions, leastRank = 0}: EntryFilter,
	{level, region}: Pick<Candidate, 'level' | 'region'>,
): boolean {
	return (
		(levels.length === 0 || levels.includes(level)) &&
		(regions.length === 0 || regions.includes(region)) &&
		(leastRank === 0 || levelRank(level) >= leastRank)
	);
}

const ranks = new Map([
	['debug', 0],
	['info', 1],
	['warn', 2],
	['warning', 2],
	['error', 3],
]);

/** From 0 for debug to 3 for error; a level that is unknown stands with info. */
export function levelRank(level: string): number {
	return ranks.get(level.toLowerCase()) ?? 1;
}

function matchesText({text, finds}: EntryFilter, message: string) {
	if (text === '') {
		return true;
	}

	return finds === 'words'
		? splitWords(text).every((start) =>
				splitWords(message).some((word) => word.startsWith(start)),
			)
		: message.includes(text);
}

function splitWords(text: string) {
	return text.toLowerCase().match(/[\p{L}\p{N}_]+/gv) ?? [];
}
