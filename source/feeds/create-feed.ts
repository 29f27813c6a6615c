import {type Feed} from './feed.ts';
import {type TokenSource} from './http/request.ts';
import {createV1Feed} from './v1/v1.ts';

/** The feed of a deployment that an API serves. The last segment of the address is the version. */
export function createFeed(target: {
	readonly apiUrl: URL;
	readonly token?: string;
	readonly tokenSource?: TokenSource;
	readonly deploymentId: string;
}): Feed {
	return createV1Feed(target);
}
