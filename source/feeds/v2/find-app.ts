/* eslint-disable no-await-in-loop -- A page follows the other. */
import {ApiError} from '../http/errors.ts';
import {isObject} from '../json/json-value.ts';
import {decodeTimelinesApp} from './decode.ts';
import {type V2Api} from './v2-api.ts';

/** So many requests are made to find a revision among the revisions of all apps. */
const mostRequests = 20;

/** The app of a revision, whose id does not lead to it: what its timelines say, else the app in whose list it is. */
export async function findApp(
	{ask, list}: V2Api,
	revisionId: string,
	signal: AbortSignal,
): Promise<string> {
	const {value} = await ask(
		`/revisions/${encodeURIComponent(revisionId)}/timelines`,
		signal,
		(answer) => ({app: decodeTimelinesApp(answer)}),
	);
	if (value.app !== undefined) {
		return value.app;
	}

	const {items} = await list('/apps', signal);
	const apps = items
		.filter((item) => isObject(item))
		.map((item) => nameApp(item));
	let requests = 2;
	for (const app of apps.filter((name) => name !== undefined)) {
		let cursor: string | undefined;
		do {
			if (requests === mostRequests) {
				throw unknownApp(revisionId, 'within 20 requests');
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

	throw unknownApp(revisionId, 'among the apps that the token may read');
}

/** What an app is asked for by: its slug, which people know, else its id. */
export function nameApp({slug, id}: Record<string, unknown>) {
	return typeof slug === 'string' && slug !== ''
		? slug
		: typeof id === 'string'
			? id
			: undefined;
}

function unknownApp(revisionId: string, where: string): ApiError {
	return new ApiError(
		'not-found',
		`The app of revision ${revisionId} was not found ${where}. Name it with --app.`,
	);
}
