import {type Feed} from './feed.ts';
import {type TokenSource} from './http/request.ts';
import {createV1Feed} from './v1/v1.ts';
import {createV2Feed} from './v2/v2.ts';

/** The feed of a deployment that an API serves. The last segment of the address is the version. */
export function createFeed(target: {
	readonly apiUrl: URL;
	readonly token?: string;
	readonly tokenSource?: TokenSource;
	readonly app?: string;
	readonly org?: string;
	readonly deploymentId: string;
}): Feed {
	return isV2(target.apiUrl) ? createV2Feed(target) : createV1Feed(target);
}

function isV2({pathname}: URL): boolean {
	return /\/v2\/?$/iv.test(pathname);
}
