import {type Faults} from '../faults/faults.ts';
import {type Catalogue} from './catalogue.ts';
import {type RequestLog} from './request-log.ts';

/** What the server has and knows, shared by all requests. */
export type Context = Catalogue & {
	/** Its slug, as in `X-Deno-Org`. */
	readonly organization: string;
	readonly token?: string;
	readonly clock: () => number;
	readonly requests: RequestLog;
	readonly faults: Faults;
	readonly manner: Manner;
	/** Hosts by which callers name this server; links lead back to the one that was named. */
	readonly isOwnHost: (host: string) => boolean;
	readonly stallMilliseconds: number;
};

/** How version 2 is spoken: as its documents say, or as it was seen live. */
export type Manner =
	| {readonly kind: 'documented'}
	| {
			readonly kind: 'live';
			/** Each so manieth request is answered with a proxy's 502 page. */
			readonly pageEvery?: number;
	  };
