/* eslint-disable no-await-in-loop -- A page follows the other. */

import {type Micros} from '../../log/entry.ts';
import {ApiError} from '../errors.ts';
import {isObject} from '../json/json-value.ts';
import {decodeTime, decodeTimelines, decodeTimelinesApp} from './decode.ts';
import {type V2Api} from './v2-api.ts';

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

/** So many requests are made to find a revision among the revisions of all apps. */
const mostRequests = 20;
/** Those for its timelines, its details and the apps. */
const requestsBefore = 3;

/** As `findApp`, but nothing where no app has the revision; `onWalk` is called before apps are looked through, which takes a while. What leads to a revision names its app, in one request or two. One that nothing leads to is looked for in the lists of all apps, from those that changed last, and no further back in a list than to when it was created. */
export async function lookForApp(
	api: V2Api,
	revisionId: string,
	{
		signal,
		onWalk,
	}: {readonly signal: AbortSignal; readonly onWalk?: () => void},
): Promise<string | undefined> {
	const path = `/revisions/${encodeURIComponent(revisionId)}`;
	const {value} = await api.ask(`${path}/timelines`, signal, (answer) => ({
		app: decodeTimelinesApp(answer),
		hostnames: (decodeTimelines(answer) ?? []).flatMap(
			(timeline) => timeline.hostnames,
		),
	}));
	const named =
		value.app ?? (await confirmApp(api, appsOf(value, revisionId), signal));
	if (named !== undefined) {
		return named;
	}

	onWalk?.();
	const {value: createdAt} = await api.ask(path, signal, (answer) =>
		isObject(answer) ? (decodeTime(answer['created_at']) ?? 0) : undefined,
	);
	return walkApps(api, {revisionId, createdAt, signal});
}

/** The apps whose domains these may be: `<app>.<org>.deno.net`, `<app>-<revision>.<org>.deno.net`, `<app>--<branch>.<org>.deno.net`. */
function appsOf(
	{hostnames}: {readonly hostnames: readonly string[]},
	revisionId: string,
): readonly string[] {
	const labels = hostnames.map(
		(hostname) =>
			/^(?<label>[\w\-]+)\.[\w\-]+\.deno\.net$/v.exec(hostname)?.groups?.[
				'label'
			],
	);
	const apps = labels
		.filter((label) => label !== undefined)
		.map((label) =>
			label.endsWith(`-${revisionId}`)
				? label.slice(0, -revisionId.length - 1)
				: (label.split('--', 1)[0] ?? label),
		);
	return [...new Set(apps)];
}

/** The one of some names that an app has. */
async function confirmApp(
	{ask}: V2Api,
	[name]: readonly string[],
	signal: AbortSignal,
): Promise<string | undefined> {
	if (name === undefined) {
		return undefined;
	}

	try {
		const {value} = await ask(
			`/apps/${encodeURIComponent(name)}`,
			signal,
			(answer) => (isObject(answer) ? answer : undefined),
		);
		return nameApp(value);
	} catch (error) {
		if (error instanceof ApiError && error.status === 404) {
			return undefined;
		}

		throw error;
	}
}

async function walkApps(
	{list}: V2Api,
	{
		revisionId,
		createdAt,
		signal,
	}: {
		readonly revisionId: string;
		readonly createdAt: Micros;
		readonly signal: AbortSignal;
	},
): Promise<string | undefined> {
	const timeOf = (item: Record<string, unknown>) =>
		decodeTime(item['created_at']) ?? 0;
	const {items} = await list('/apps', signal);
	const apps = items
		.filter((item) => isObject(item))
		.filter((item) => timeOf(item) <= createdAt)
		.toSorted((a, b) => changeOf(b) - changeOf(a))
		.map((item) => nameApp(item))
		.filter((name) => name !== undefined);
	let requests = requestsBefore;
	for (const app of apps) {
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
			const revisions = page.items.filter((item) => isObject(item));
			if (revisions.some(({id}) => id === revisionId)) {
				return app;
			}

			const times = revisions.map((revision) => timeOf(revision));
			const isDescending = times.every(
				(time, index) => index === 0 || time <= (times[index - 1] ?? time),
			);
			const isBehind = isDescending && (times.at(-1) ?? createdAt) < createdAt;
			cursor = isBehind ? undefined : page.cursor;
		} while (cursor !== undefined);
	}

	return undefined;
}

/** When an app was changed last, as far as it says. */
function changeOf(app: Record<string, unknown>): Micros {
	return decodeTime(app['updated_at']) ?? 0;
}

/** What an app is asked for by: its slug, which people know, else its id. */
export function nameApp({slug, id}: Record<string, unknown>) {
	return typeof slug === 'string' && slug !== ''
		? slug
		: typeof id === 'string'
			? id
			: undefined;
}
