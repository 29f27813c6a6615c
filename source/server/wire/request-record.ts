import {type IncomingHttpHeaders} from 'node:http';

/** What came to the server, and what has become of it. */
export type RequestRecord = {
	/** As in the answer's `x-deno-ray`. */
	readonly id: string;
	readonly method: string;
	readonly path: string;
	readonly route: Route;
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

/** What is asked for; app logs are `past` or `live`. */
export type Route =
	| 'details'
	| 'build'
	| 'past'
	| 'live'
	| 'deployments'
	| 'projects'
	| 'unknown';

/** A record while the server writes it. */
export type OpenRecord = Omit<RequestRecord, 'status' | 'state'> & {
	-readonly [Key in 'state']: RequestRecord[Key];
} & {-readonly [Key in 'status']?: RequestRecord[Key]};
