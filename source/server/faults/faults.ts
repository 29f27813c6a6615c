import {type IncomingHttpHeaders} from 'node:http';

/** A way to misbehave, and when. */
export type Fault = PlainFault & {
	readonly when?: (request: RequestRecord) => boolean;
};

/** A fault that can be sent to another thread. */
export type PlainFault = FaultKind & {
	/** All routes where absent. */
	readonly route?: Route | readonly Route[];
	readonly deploymentId?: string;
	/** So many matching requests are served well first. */
	readonly skip?: number;
	/** So many requests are hit, then the fault is gone; without end where absent. */
	readonly times?: number;
};

export type FaultKind =
	| {readonly kind: 'delay'; readonly milliseconds: number}
	| {readonly kind: 'slow'; readonly bytesPerSecond: number}
	/** The socket is destroyed after so many bytes of the body. */
	| {readonly kind: 'cut'; readonly atByte: number}
	/** A clean end after so many entries (or lines) or bytes, whatever would follow. */
	| {
			readonly kind: 'end';
			readonly afterEntries?: number;
			readonly atByte?: number;
	  }
	| {
			readonly kind: 'status';
			readonly status: number;
			/** Seconds, or an HTTP date. */
			readonly retryAfter?: number | string;
			readonly message?: string;
	  }
	/** A proxy's HTML instead of the API's answer. */
	| {readonly kind: 'page'; readonly status?: number}
	| {
			readonly kind: 'garbage';
			readonly line?: string;
			readonly afterEntries?: number;
	  }
	/** Accepts and never answers; with `afterEntries`, answers and falls silent after so many. */
	| {readonly kind: 'silence'; readonly afterEntries?: number}
	/** Past logs know only what was logged so long ago. */
	| {readonly kind: 'lag'; readonly milliseconds: number}
	/** Live entries are gathered for so long and come newest first. */
	| {readonly kind: 'reorder'; readonly milliseconds: number}
	/** A live stream begins with the last entries that match, once more; on version 2 with the last before its start. */
	| {readonly kind: 'replay'; readonly entries: number}
	/** A live stream of version 2 begins with the moment of the request, whatever its start. */
	| {readonly kind: 'noReplay'}
	/** Lists of version 2 come oldest first. */
	| {readonly kind: 'oldestFirst'}
	/** Each nth entry is missing. */
	| {readonly kind: 'drop'; readonly every: number}
	/** The cursor of a page is ignored: the first page comes once more. */
	| {readonly kind: 'repeat'}
	/** A page begins with the last entries of the one before it, once more. */
	| {readonly kind: 'overlap'; readonly entries: number}
	/** The `Link` header of a page names another origin. */
	| {readonly kind: 'link'; readonly origin: string}
	| {
			readonly kind: 'redirect';
			readonly location: string;
			readonly status?: number;
	  }
	| {readonly kind: 'contentType'; readonly contentType: string}
	/** JSON at once, although lines were asked for. */
	| {readonly kind: 'array'}
	/** The build log closes with what there is so far. */
	| {readonly kind: 'partialBuild'};

/** The faults in force. */
export type Faults = {
	readonly add: (fault: Fault) => {
		/** How many requests were hit. */
		readonly hits: number;
		readonly heal: () => void;
	};
	readonly clear: () => void;
	/** The faults that hit this request; each is counted. */
	readonly hit: (request: RequestRecord) => FaultsOfRequest;
};

/** The faults of one request, by kind. */
export type FaultsOfRequest = {
	readonly [Kind in FaultKind['kind']]?: Extract<FaultKind, {kind: Kind}>;
};

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

/** Keeps the faults that the served answers are to have, and hands each to the request that it is for. */
export function createFaults(): Faults {
	const inForce = new Set<{fault: Fault; seen: number; hits: number}>();
	return {
		add(fault) {
			const counted = {fault, seen: 0, hits: 0};
			inForce.add(counted);
			return {
				get hits() {
					return counted.hits;
				},
				heal() {
					inForce.delete(counted);
				},
			};
		},
		clear() {
			inForce.clear();
		},
		hit(request) {
			const hitting: Record<string, Fault> = {};
			for (const counted of inForce) {
				const {fault} = counted;
				if (!concerns(fault, request)) {
					continue;
				}

				counted.seen++;
				if (
					counted.seen > (fault.skip ?? 0) &&
					counted.hits < (fault.times ?? Number.POSITIVE_INFINITY)
				) {
					counted.hits++;
					hitting[fault.kind] = fault;
				}
			}

			return hitting;
		},
	};
}

function concerns(fault: Fault, request: RequestRecord) {
	return (
		(fault.route === undefined ||
			[fault.route].flat().includes(request.route)) &&
		(fault.deploymentId === undefined ||
			fault.deploymentId === request.deploymentId) &&
		(fault.when?.(request) ?? true)
	);
}
