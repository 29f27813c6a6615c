import {type Deployment, isSettled} from '../../log/deployment.ts';
import {type Micros} from '../../log/entry.ts';
import {everything, type Filter, loadedFilter} from '../../log/query.ts';
import {withoutFailed} from '../missing.ts';
import {firstErrorSince} from '../update/first-error.ts';
import {isShownCount} from '../shown/loaded-counts.ts';
import {type CountAsk} from '../range-count.ts';
import {neighbours} from '../list/neighbours.ts';
import {type Doubt, type State} from '../state.ts';
import {type Listing} from '../screen-state.ts';
import {fillingPage} from './holes.ts';
import {
	firstWantedPage,
	pageKey,
	type WantedPage,
	wantedPage,
} from './wanted-page.ts';

/** Which streams ought to be flowing: a pure function of the state. Holding the view changes nothing in it. */
export function wanted(state: State): Wanted[] {
	if (state.isUnchosen) {
		return [...wantedLists(state)];
	}

	return [
		...wantedDetails(state),
		...wantedLists(state),
		...wantedAsk(state),
		...wantedLive(state),
		...withKey(pageOf(state), state),
		...withKey(neighboursPage(state), state),
		...wantedFirstError(state),
		...wantedBaseline(state),
		...wantedDoubt(state),
		...wantedCounts(state),
	];
}

const gatherDelay = 150;

/** A stream that ought to be flowing. Two with the same key are the same stream. */
export type Wanted = {readonly key: string} & (
	| {readonly kind: 'details'}
	| {readonly kind: 'build'}
	| WantedList
	/** The server is to be asked for what is on the screen once the keys have rested for so long, in milliseconds. */
	| {readonly kind: 'ask'; readonly delay: number}
	| {readonly kind: 'live'; readonly filter: Filter}
	| WantedPage
	/** A span to be counted by paging through it. */
	| {readonly kind: 'count'; readonly countKey: string; readonly ask: CountAsk}
	| {readonly kind: 'first-error'; readonly since: Micros}
	| {
			readonly kind: 'baseline';
			readonly deployment: Deployment;
			/** The id of what the reader has chosen to hold it against. */
			readonly chosen?: string;
	  }
	| {
			readonly kind: 'doubt';
			/** Whom to ask. */
			readonly deploymentId: string;
			readonly doubt: Doubt;
	  }
);

/** What the reader waits for goes before what is asked for later. */
function pageOf(state: State): WantedPage | undefined {
	const first = firstWantedPage(state.logs);
	return first?.dueAt === 0 ? first : (fillingPage(state) ?? first);
}

function wantedDetails({reloads, logs: {traits}}: State): Wanted[] {
	return [
		...(traits.hasDetails
			? [{kind: 'details', key: `details ${reloads}`} as const]
			: []),
		...(traits.hasBuildLog
			? [{kind: 'build', key: `build ${reloads}`} as const]
			: []),
	];
}

/** Quick presses of filter keys become one request: with each of them the wait begins anew. A text that is being typed is not asked for. */
function wantedAsk({logs: {query, asked}, screen}: State): Wanted[] {
	return query === asked || screen.mode.kind === 'text'
		? []
		: [
				{
					kind: 'ask',
					key: `ask ${JSON.stringify(query)}`,
					delay: gatherDelay,
				},
			];
}

/** A refusal is not asked again until a key says so. */
function wantedLive({
	reloads,
	logs: {asked, connection, traits},
}: State): Wanted[] {
	const filter = loadedFilter(asked);
	return traits.isLive &&
		asked.range.until === undefined &&
		connection.kind !== 'offline'
		? [
				{
					kind: 'live',
					key: `live ${keyOf(filter)} ${reloads}`,
					filter,
				},
			]
		: [];
}

/** What was logged around the entry that is shown in full. */
function neighboursPage({logs, screen}: State): WantedPage | undefined {
	const {connection} = logs;
	const subject = screen.detail?.subject;
	const isReady =
		connection.kind === 'none' ||
		(connection.kind === 'live' && connection.tail.kind !== 'open');
	const missing =
		isReady && subject?.kind === 'entry'
			? neighbours(logs, subject.entry).missing
			: undefined;
	return missing === undefined ||
		withoutFailed([missing], logs.failedGaps).length === 0
		? undefined
		: wantedPage(logs, missing, missing.order, everything);
}

function withKey(
	page: WantedPage | undefined,
	{reloads, logs: {connection}}: State,
): Wanted[] {
	return page === undefined
		? []
		: [{...page, key: pageKey(page, connection, reloads)}];
}

/** Asked with each connection anew: what was logged between two of them was not told. Of files that are handed over whole nothing is asked. */
function wantedFirstError(state: State): Wanted[] {
	const {logs} = state;
	const since = firstErrorSince(state);
	const {kind} = logs.connection;
	return since === undefined ||
		logs.source?.isLoaded === true ||
		(kind !== 'live' && kind !== 'none')
		? []
		: [
				{
					kind: 'first-error',
					key: `first error ${since} ${logs.connectionCount} ${state.reloads}`,
					since,
				},
			];
}

/** While patterns are shown. Which one was replaced is told by the domains, which there are when it is built. */
function wantedBaseline({details, patterns, screen}: State): Wanted[] {
	const {deployment} = details;
	const {chosen} = patterns;
	return screen.mode.kind === 'patterns' &&
		patterns.baseline.kind === 'unknown' &&
		deployment !== undefined &&
		isSettled(deployment)
		? [
				{
					kind: 'baseline',
					key: `baseline ${deployment.id} ${chosen ?? ''}`,
					deployment,
					...(chosen !== undefined && {chosen}),
				},
			]
		: [];
}

/** One after the other, while patterns are shown. */
function wantedDoubt({patterns: {baseline, doubts}, screen}: State): Wanted[] {
	const [doubt] = doubts;
	return screen.mode.kind === 'patterns' &&
		baseline.kind === 'found' &&
		doubt !== undefined
		? [
				{
					kind: 'doubt',
					key: `doubt ${baseline.deploymentId} ${doubt.pattern}`,
					deploymentId: baseline.deploymentId,
					doubt,
				},
			]
		: [];
}

/** One after the other, while counts are shown. */
function wantedCounts(state: State): Wanted[] {
	const running = state.counting.find(
		({status, ask}) => status === 'running' && isShownCount(state, ask),
	);
	return running === undefined
		? []
		: [
				{
					kind: 'count',
					key: `count ${running.key}`,
					countKey: running.key,
					ask: running.ask,
				},
			];
}

function keyOf(filter: Filter): string {
	return JSON.stringify(filter);
}

/** A list that ought to be read. Two with the same key are the same. */
type WantedList = {readonly key: string} & (
	| {
			readonly kind: 'deployments';
			readonly projectId: string;
			/** Somebody looks at the list, and not at a deployment of it alone. */
			readonly isShown: boolean;
	  }
	/** The page of a list that `cursor` names; the first one of the projects without. */
	| {
			readonly kind: 'more-deployments';
			readonly projectId: string;
			readonly cursor: string;
	  }
	| {readonly kind: 'projects'; readonly cursor?: string}
);

/** So far before the end of what has come the next page is asked for. */
const margin = 50;
/** Of what is typed so many items are looked through. */
const mostSearched = 5000;

/** The newest deployments of the project that is explored, for there may be a newer one; and what there is to choose from. */
export function wantedLists({
	screen: {mode},
	details: {deployment},
	reloads,
	logs: {traits},
}: State): readonly WantedList[] {
	const own = traits.hasDetails ? (deployment?.projectId ?? '') : '';
	const isChoosing = mode.kind === 'deployments' || mode.kind === 'baseline';
	const chosen = isChoosing ? (mode.project?.id ?? own) : '';
	return [
		...[...new Set([own, chosen])]
			.filter((projectId) => projectId !== '')
			.map((projectId) =>
				wantedNewest(projectId, projectId === chosen, reloads),
			),
		...(isChoosing && chosen !== '' ? moreDeployments(mode, chosen) : []),
		...(mode.kind === 'projects' ? wantedProjects(mode) : []),
	];
}

function wantedNewest(
	projectId: string,
	isShown: boolean,
	reloads: number,
): WantedList {
	return {
		kind: 'deployments',
		key: `deployments ${projectId} ${isShown} ${reloads}`,
		projectId,
		isShown,
	};
}

type Chooser = {
	readonly value: string;
	readonly highlighted: string;
	readonly list: Listing<{readonly id: string}>;
};

function moreDeployments(mode: Chooser, projectId: string): WantedList[] {
	const cursor = nextPage(mode);
	return cursor === undefined
		? []
		: [
				{
					kind: 'more-deployments',
					key: `deployments ${projectId} after ${cursor}`,
					projectId,
					cursor,
				},
			];
}

function wantedProjects(mode: Chooser): WantedList[] {
	const cursor = nextPage(mode);
	return [
		{
			kind: 'projects',
			key: `projects ${cursor ?? ''}`,
			...(cursor !== undefined && {cursor}),
		},
	];
}

/** While one scrolls towards the end of what has come, or types what may be in what has not. */
function nextPage({value, highlighted, list}: Chooser): string | undefined {
	if (list.kind !== 'loaded') {
		return undefined;
	}

	const {items, next} = list;
	const at = items.findIndex(({id}) => id === highlighted);
	const isNear = Math.max(0, at) >= items.length - margin;
	const isSearched = value.trim() !== '' && items.length < mostSearched;
	return isNear || isSearched ? next : undefined;
}
