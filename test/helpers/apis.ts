import {type Feed} from '../../source/feeds/feed.ts';
import {createV1Feed} from '../../source/feeds/v1/v1.ts';
import {createV2Feed, type V2Options} from '../../source/feeds/v2/v2.ts';
import {
	type ApiServer,
	type ServerOptions,
} from '../../source/server/wire/server.ts';

/** A version of the API, as one kind of server speaks it. */
export type Api = {
	readonly name: string;
	readonly version: 'v1' | 'v2';
	readonly manner: NonNullable<ServerOptions['manner']>;
};

/** What tests of both versions run over. As live a page of HTML comes now and then. */
export const apis: readonly Api[] = [
	{name: 'v1', version: 'v1', manner: {kind: 'documented'}},
	{name: 'v2 as documented', version: 'v2', manner: {kind: 'documented'}},
	{name: 'v2 as live', version: 'v2', manner: {kind: 'live'}},
];

export function addressOf(
	{version}: Api,
	{url, v2Url}: Pick<ApiServer, 'url' | 'v2Url'>,
): URL {
	return new URL(version === 'v1' ? url : v2Url);
}

/** A reader of a server that speaks so. */
export function connectTo(
	api: Api,
	server: Pick<ApiServer, 'url' | 'v2Url'>,
	options: Omit<V2Options, 'apiUrl' | 'org'>,
): Feed {
	const all = {...options, apiUrl: addressOf(api, server)};
	return api.version === 'v1'
		? createV1Feed(all)
		: createV2Feed({...all, org: 'acme'});
}
