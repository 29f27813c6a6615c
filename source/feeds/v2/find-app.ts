/* eslint-disable no-await-in-loop -- A page follows the other. */

import {ApiError} from '../errors.ts';
import {defaultTimeouts} from '../http/exchange.ts';
import {isObject} from '../json/json-value.ts';
import {decodeTimelinesApp} from './decode.ts';
import {createV2Api, type V2Api, type V2ApiOptions} from './v2-api.ts';

/** So many requests are made to find a revision among the revisions of all apps. */
const mostRequests = 20;

/** The app of a revision; nothing where it is not found. `onWalk` is called before apps are looked through, which takes a while. */
export async function findRevisionApp(
	{
		deploymentId,
		...options
	}: Omit<V2ApiOptions, 'timeouts'> & {readonly deploymentId: string},
	onWalk: () => void,
): Promise<string | undefined> {
	const {signal} = new AbortController();
	return lookForApp(
		createV2Api({...options, timeouts: defaultTimeouts}),
		deploymentId,
		{signal, onWalk},
	);
}

/** The app of a revision, whose id does not lead to it: what its timelines say, else the app in whose list it is. */
export async function findApp(
	api: V2Api,
	revisionId: string,
	signal: AbortSignal,
): Promise<string> {
	const app = await lookForApp(api, revisionId, {signal});
	if (app === undefined) {
		throw new ApiError(
			'not-found',
			`The app of revision ${revisionId} was not found among the apps that the token may read, within ${mostRequests} requests. Name it with --app.`,
		);
	}

	return app;
}

async function lookForApp(
	{ask, list}: V2Api,
	revisionId: string,
	{
		signal,
		onWalk,
	}: {readonly signal: AbortSignal; readonly onWalk?: () => void},
): Promise<string | undefined> {
	const {value} = await ask(
		`/revisions/${encodeURIComponent(revisionId)}/timelines`,
		signal,
		(answer) => ({app: decodeTimelinesApp(answer)}),
	);
	if (value.app !== undefined) {
		return value.app;
	}

	onWalk?.();
	const {items} = await list('/apps', signal);
	const apps = items
		.filter((item) => isObject(item))
		.map((item) => nameApp(item));
	let requests = 2;
	for (const app of apps.filter((name) => name !== undefined)) {
		let cursor: string | undefined;
		do {
			if (requests === mostRequests) {
				return undefined;
			}

			requests++;
			const page = await list(
				`/apps/${encodeURIComponent(app)}/revisions`,
				signal,
				cursor,
			);
			if (
				page.items.some((item) => isObject(item) && item['id'] === revisionId)
			) {
				return app;
			}

			cursor = page.cursor;
		} while (cursor !== undefined);
	}

	return undefined;
}

/** What an app is asked for by: its slug, which people know, else its id. */
export function nameApp({slug, id}: Record<string, unknown>) {
	return typeof slug === 'string' && slug !== ''
		? slug
		: typeof id === 'string'
			? id
			: undefined;
}
