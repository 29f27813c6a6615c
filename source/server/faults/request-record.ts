import {type IncomingHttpHeaders} from 'node:http';

/** What came to the server, and what has become of it. */
export type RequestRecord = {
	/** As in the answer's `x-deno-ray` or `x-deno-trace-id`. */
	readonly id: string;
	readonly api: 'v1' | 'v2';
	readonly method: string;
	readonly path: string;
	readonly route: Route;
	/** Of the deployment or revision that is asked for. */
	readonly deploymentId?: string;
	/** Decoded; the values of a repeated parameter are joined by commas. */
	readonly parameters: Readonly<Record<string, string>>;
	readonly headers: IncomingHttpHeaders;
	/** Milliseconds since the epoch, by the server's clock. */
	readonly time: number;
	readonly status?: number;
	/** `aborted`: by the caller; `cut`: by the server, without an end. */
	readonly state: 'open' | 'ended' | 'aborted' | 'cut';
};

/** What is asked for, by the words of version 1 where both have it; app logs are `past` or `live`. */
export type Route =
	| 'details'
	| 'build'
	| 'past'
	| 'live'
	| 'deployments'
	| 'projects'
	// Version 2 alone has these.
	| 'project'
	| 'progress'
	| 'timelines'
	| 'analytics'
	| 'unknown';

/** A record while the server writes it. */
export type OpenRecord = Omit<RequestRecord, 'status' | 'state'> & {
	-readonly [Key in 'state']: RequestRecord[Key];
} & {-readonly [Key in 'status']?: RequestRecord[Key]};
