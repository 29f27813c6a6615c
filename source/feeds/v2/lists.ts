/* eslint-disable no-await-in-loop -- A page follows the other. */
import {
	type Deployment,
	type Project,
	type Timeline,
	listSharedDomains,
} from '../../log/deployment.ts';
import {type Micros} from '../../log/entry.ts';
import {type ListPage} from '../feed.ts';
import {ApiError} from '../errors.ts';
import {isObject, nameOf} from '../json/json-value.ts';
import {
	decodeRevision,
	decodeTime,
	decodeTimelines,
	decodeTimelinesApp,
} from './decode.ts';
import {type V2Api} from './v2-api.ts';

/** The apps that the token may read, in the server's order. */
export async function listApps(
	{list}: V2Api,
	{cursor, signal}: Asked,
): Promise<ListPage<Project>> {
	const page = await list('/apps', signal, cursor);
	return {
		value: page.items.flatMap((item) => decodeApp(item) ?? []),
		...(page.cursor !== undefined && {next: page.cursor}),
	};
}

/** So many pages of 100 are read where the newest does not come first. */
const mostPages = 20;
/** So many of the newest are asked whether they serve. */
const mostAsked = 5;
/** What serves is asked again after this. */
const servingAge: Micros = 60_000_000;

type Asked = {readonly cursor?: string; readonly signal: AbortSignal};

function decodeApp(item: unknown): Project | undefined {
	const name = isObject(item) ? nameApp(item) : undefined;
	return isObject(item) && name !== undefined
		? {id: name, name, updatedAt: decodeTime(item['updated_at'])}
		: undefined;
}

/**
Reads the revisions of apps, the newest first.

That they come so is promised nowhere: where a page does not descend, all are read, 20 pages at most, and put in order here. Lists do not tell what leads to a revision, so the newest that succeeded are asked, until one serves.
*/
export function createRevisionLists(api: V2Api, now: () => Micros) {
	const serving = new Map<
		string,
		{readonly newestId: string; readonly at: Micros; readonly found: Served}
	>();

	const findServing = async (
		app: string,
		revisions: readonly Deployment[],
		signal: AbortSignal,
	): Promise<Served> => {
		const succeeded = revisions
			.filter(({status}) => status.kind === 'succeeded')
			.slice(0, mostAsked);
		const newestId = succeeded[0]?.id ?? '';
		const known = serving.get(app);
		if (known?.newestId === newestId && now() - known.at < servingAge) {
			return known.found;
		}

		const found = await askServing(api, succeeded, signal);
		serving.set(app, {newestId, at: now(), found});
		return found;
	};

	return async ({
		projectId,
		withServing = false,
		...asked
	}: Asked & {
		readonly projectId: string;
		readonly withServing?: boolean;
	}): Promise<ListPage<Deployment>> => {
		const page = await listRevisions(api, projectId, asked);
		if (!withServing || asked.cursor !== undefined) {
			return page;
		}

		const found = await findServing(projectId, page.value, asked.signal);
		return {
			...page,
			value: page.value.map((revision) => ({
				...revision,
				...found.get(revision.id),
			})),
		};
	};
}

async function listRevisions(
	{list}: V2Api,
	app: string,
	{cursor: first, signal}: Asked,
): Promise<ListPage<Deployment>> {
	const path = `/apps/${encodeURIComponent(app)}/revisions`;
	const revisions: Deployment[] = [];
	let cursor = first;
	for (let count = 1; ; count++) {
		const page = await list(path, signal, cursor);
		revisions.push(
			...page.items.flatMap((item) => decodeRevision(item, app) ?? []),
		);
		cursor = page.cursor;
		if (
			cursor === undefined ||
			count === mostPages ||
			(revisions.length > 1 && isDescending(revisions))
		) {
			break;
		}
	}

	return {
		value: revisions.toSorted((a, b) => timeOf(b) - timeOf(a)),
		...(cursor !== undefined && isDescending(revisions) && {next: cursor}),
	};
}

type Served = ReadonlyMap<
	string,
	Pick<Deployment, 'isServing' | 'timelines' | 'domains'>
>;

/** What is known of those that were asked. A server that does not tell says nothing against any. */
async function askServing(
	{ask}: V2Api,
	revisions: readonly Deployment[],
	signal: AbortSignal,
): Promise<Served> {
	const served = new Map<
		string,
		Pick<Deployment, 'isServing' | 'timelines' | 'domains'>
	>();
	try {
		for (const {id} of revisions) {
			const {value: timelines} = await ask(
				`/revisions/${encodeURIComponent(id)}/timelines`,
				signal,
				decodeTimelines,
			);
			const domains = timelines.flatMap(({hostnames}) => hostnames);
			const isServing = timelines.some(
				(timeline) =>
					!isPreview(timeline) &&
					listSharedDomains({id, domains: timeline.hostnames}).length > 0,
			);
			served.set(id, {timelines, domains, isServing});
			if (isServing) {
				break;
			}
		}
	} catch (error) {
		if (!(error instanceof ApiError)) {
			throw error;
		}
	}

	return served;
}

/** Whether a timeline is that of a branch or a try, and not the one that people are sent to. */
function isPreview({name, context}: Timeline): boolean {
	return /preview|branch|develop/iv.test(`${name} ${context}`);
}

function isDescending(revisions: readonly Deployment[]): boolean {
	return revisions.every(
		(revision, index) =>
			index === 0 ||
			timeOf(revision) <= timeOf(revisions[index - 1] ?? revision),
	);
}

function timeOf({createdAt = 0}: Deployment): number {
	return createdAt;
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
function nameApp({slug, id}: Record<string, unknown>) {
	return nameOf(slug) ?? nameOf(id);
}
