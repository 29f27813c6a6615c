import {type Target} from '../../config/target.ts';
import {createFeed} from '../../feeds/create-feed.ts';
import {createQuery, type Query} from '../../log/query.ts';
import {type Mode, type ScreenState} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {type Trail} from '../../store/trail.ts';
import {type ExploreCommand} from '../../ui/keys/binding.ts';
import {findNewest} from '../find-app.ts';
import {readNamed} from '../../config/deployment-argument.ts';
import {UsageError} from '../../config/usage-error.ts';
import {type NamedTarget} from '../../ui/look/setting.ts';

/** What is explored next, and how. */
export type Stop = Pick<Target, 'deploymentId' | 'app' | 'org' | 'flags'> & {
	readonly carried?: Carried;
	/** Where nothing is explored: what is chosen first. */
	readonly chooser?: Mode;
	readonly notice?: string;
};

/** What stays from one deploy to the next. */
type Carried = {
	readonly query: Query;
	readonly screen: Pick<ScreenState, 'times' | 'focus' | 'isWrapped'>;
	readonly trail: Trail;
	readonly isLatestFollowed: boolean;
};

/** What goes along to another deploy of the trail; nothing where the next deployment is another matter. A past range is of the deployment that is left. */
export function carry(
	{logs, screen, latest}: State,
	{trail}: ExploreCommand,
): Carried | undefined {
	if (trail === undefined) {
		return undefined;
	}

	const {query} = logs;
	const {range} = query;
	return {
		query:
			range.until === undefined
				? query
				: createQuery({...query, range: {}, order: 'asc'}),
		screen: {
			times: screen.times,
			focus: screen.focus,
			isWrapped: screen.isWrapped,
		},
		trail,
		isLatestFollowed: latest.isFollowed,
	};
}

/** Where a choice leads: an app alone leads to its newest deployment. What cannot be found is said where one was. */
export async function findNext(
	{deploymentId, app, org, orRevision}: ExploreCommand,
	now: Target & Stop,
	carried: Carried | undefined,
): Promise<Stop> {
	const hasApps = createFeed(now).traits.hasNamedProjects === true;
	const isElsewhere = org !== undefined && org !== now.org;
	const nextOrg = org ?? now.org;
	const nextApp = hasApps
		? (app ?? (isElsewhere ? undefined : now.app))
		: undefined;
	const place = {
		...(nextApp !== undefined && {app: nextApp}),
		...(nextOrg !== undefined && {org: nextOrg}),
		flags: replaceFlags(now.flags, {
			org: hasApps ? nextOrg : undefined,
			app: nextApp,
		}),
	};
	if (deploymentId !== '') {
		return {
			...place,
			deploymentId,
			...(carried !== undefined && {carried}),
		};
	}

	const {apiUrl, token} = now;
	const found = await findNewest({
		apiUrl,
		...(token !== undefined && {token}),
		...place,
		...(orRevision !== undefined && {orRevision}),
	});
	return found.kind === 'found'
		? found.target
		: {
				deploymentId: now.deploymentId,
				...(now.app !== undefined && {app: now.app}),
				...(now.org !== undefined && {org: now.org}),
				flags: now.flags,
				...(now.chooser !== undefined && {chooser: now.chooser}),
				notice: found.reason,
			};
}

/** The flags of another app or organization of the same API. */
function replaceFlags(
	flags: readonly string[],
	{
		org,
		app,
	}: {readonly org: string | undefined; readonly app: string | undefined},
): readonly string[] {
	const kept = flags.filter(
		(flag, index) =>
			!isPlace(flag) && (index === 0 || !isPlace(flags[index - 1] ?? '')),
	);
	return [
		...kept,
		...(org === undefined ? [] : ['--org', org]),
		...(app === undefined ? [] : ['--app', app]),
	];
}

function isPlace(flag: string): boolean {
	return flag === '--org' || flag === '--app';
}

/** What was typed or pasted where a deployment is chosen: an id, a console address, a domain; nothing where it is none of them. */
export function readTypedTarget(text: string): NamedTarget | undefined {
	try {
		const {id = '', ...place} = readNamed(text);
		return place.app === undefined && !/^[\w\-]+$/v.test(id)
			? undefined
			: {deploymentId: id, ...place};
	} catch (error) {
		if (error instanceof UsageError) {
			return undefined;
		}

		throw error;
	}
}
