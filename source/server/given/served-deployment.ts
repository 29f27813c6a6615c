import {type Micros} from '../../log/entry.ts';
import {type Filter, type Order} from '../../log/query.ts';
import {type TimeRange} from '../../log/time-range.ts';

/** What the routes ask of a deployment, given or simulated. */
export type ServedDeployment = {
	readonly id: string;
	readonly projectId: string;
	/** The body of `GET /deployments/{id}`, as it stands now. */
	details: () => DeploymentDetails;
	buildLines: () => readonly Line[];
	/** The build log from its first line until the build has ended. */
	followBuild: (signal: AbortSignal) => AsyncGenerator<readonly Line[], void>;
	/** Entries that match, in slices that let the event loop turn. A batch can be empty. */
	pastEntries: (
		request: PastRequest,
	) => AsyncGenerator<readonly ServedEntry[], void>;
	/** Entries from the moment of the call on, in the order in which they were logged, until the program ends. */
	liveEntries: (request: {
		filter: Filter;
		signal: AbortSignal;
	}) => AsyncGenerator<readonly ServedEntry[], void>;
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

/** One item of a log without its newline: a text, or bytes that are sent as they are. */
export type Line = string | Uint8Array;

/** Where an entry stands: no two entries of a deployment share both numbers, and neither ever changes. */
export type Position = {
	readonly time: Micros;
	/** Orders the entries of one instant. */
	readonly sequence: number;
};

export type ServedEntry = Position & {
	readonly level: string;
	readonly message: string;
	readonly region: string;
	/** When it was logged, by the server's clock in milliseconds. */
	readonly arrival: number;
	readonly line: Line;
};

export type PastRequest = {
	readonly filter: Filter;
	readonly range: TimeRange;
	readonly order: Order;
	/** Only what lies beyond it, in the order asked for. */
	readonly after?: Position;
	/** Only what had been logged by then, in the server's milliseconds. */
	readonly arrivedBy: number;
	readonly signal: AbortSignal;
};

export function comparePositions(a: Position, b: Position): number {
	return a.time - b.time || a.sequence - b.sequence;
}
