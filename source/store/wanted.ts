import {type Deployment, isSettled} from '../log/deployment.ts';
import {type Micros} from '../log/entry.ts';
import {
	everything,
	type Filter,
	loadedFilter,
	type Order,
} from '../log/query.ts';
import {type Gap, gaps} from './coverage.ts';
import {knownCoverage} from './known.ts';
import {type Item} from './list.ts';
import {neighbours} from './neighbours.ts';
import {
	type Connection,
	type FailedGap,
	type Logs,
	type State,
} from './state.ts';
import {continuationOf} from './update/past.ts';
import {anchorTime, listOf, selectedItem, walk} from './viewport.ts';

/** Entries asked for at once: a few screens. */
const pageLimit = 1000;

/** A stream that ought to be flowing. Two with the same key are the same stream. */
export type Wanted = {readonly key: string} & (
	| {readonly kind: 'details'}
	| {readonly kind: 'build'}
	| {readonly kind: 'deployments'; readonly projectId: string}
	| {readonly kind: 'live'; readonly filter: Filter}
	| WantedPage
	| {readonly kind: 'first-error'; readonly since: Micros}
	| {readonly kind: 'baseline'; readonly deployment: Deployment}
);

export type WantedPage = {
	readonly kind: 'page';
	readonly filter: Filter;
	readonly order: Order;
	/** What it is to fill: [from, to), to the server's now when `to` is `Infinity`. */
	readonly from: Micros;
	readonly to: Micros;
	/** What is asked for: more than that when a cursor goes on where another page ended. */
	readonly range: Gap;
	readonly limit: number;
	readonly cursor?: string;
	/** Not before this, by our clock. */
	readonly dueAt: Micros;
};

/** Which streams ought to be flowing: a pure function of the state. Holding the view changes nothing in it. */
export function wanted(state: State): Wanted[] {
	const {logs} = state;
	return [
		{kind: 'details', key: `details ${state.details.reloads}`},
		{kind: 'build', key: `build ${state.build.reloads}`},
		...wantedDeployments(state),
		...wantedLive(logs),
		...wantedPages(logs),
		...wantedNeighbours(state),
		...wantedFirstError(state),
		...wantedBaseline(state),
	];
}

/** While one is to be chosen. */
function wantedDeployments({screen, details}: State): Wanted[] {
	const projectId = details.deployment?.projectId ?? '';
	return screen.mode.kind === 'deployments' && projectId !== ''
		? [{kind: 'deployments', key: `deployments ${projectId}`, projectId}]
		: [];
}

/** A refusal is not asked again until a key says so. */
function wantedLive({asked, connection, reloads}: Logs): Wanted[] {
	const filter = loadedFilter(asked);
	return asked.range.until === undefined && connection.kind !== 'offline'
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
function wantedNeighbours({logs, screen}: State): Wanted[] {
	const {connection, reloads} = logs;
	const subject = screen.detail?.subject;
	const isReady =
		connection.kind === 'none' ||
		(connection.kind === 'live' && connection.tail.kind !== 'open');
	const missing =
		isReady && subject?.kind === 'entry'
			? neighbours(logs, subject.entry).missing
			: undefined;
	if (missing === undefined) {
		return [];
	}

	const wantedPage = page(logs, missing, missing.order, everything);
	return withoutFailed([missing], logs.failedGaps).length === 0
		? []
		: [{...wantedPage, key: pageKey(wantedPage, reloads)}];
}

/** Asked with each connection anew: what was logged between two of them was not told. */
function wantedFirstError({details, logs}: State): Wanted[] {
	const since = details.deployment?.createdAt;
	const {kind} = logs.connection;
	return since === undefined || (kind !== 'live' && kind !== 'none')
		? []
		: [
				{
					kind: 'first-error',
					key: `first error ${since} ${logs.connectionCount} ${logs.reloads}`,
					since,
				},
			];
}

/** While patterns are shown. Which one was replaced is told by the domains, which there are when it is built. */
function wantedBaseline({details, patterns, screen}: State): Wanted[] {
	const {deployment} = details;
	return screen.mode.kind === 'patterns' &&
		patterns.baseline.kind === 'unknown' &&
		deployment !== undefined &&
		isSettled(deployment)
		? [{kind: 'baseline', key: `baseline ${deployment.id}`, deployment}]
		: [];
}

/** One at most: what the reader is about to see, then the seam with the live stream, then what a lost connection left open. */
function wantedPages(logs: Logs): Wanted[] {
	const {query, asked, connection} = logs;
	if (
		query !== asked ||
		connection.kind === 'connecting' ||
		isAnsweredLocally(connection)
	) {
		return [];
	}

	const page = gapPage(logs) ?? seamPage(logs);
	return page === undefined
		? []
		: [{...page, key: pageKey(page, logs.reloads)}];
}

/** Without a connection another query is answered from what is loaded, and the server is asked with the next one. */
export function isAnsweredLocally(connection: Connection): boolean {
	return (
		(connection.kind === 'reconnecting' || connection.kind === 'offline') &&
		connection.isUnasked === true
	);
}

function gapPage(logs: Logs): WantedPage | undefined {
	const open = openGaps(logs);
	const tail = open.at(-1);
	if (
		tail?.to === Number.POSITIVE_INFINITY &&
		logs.connection.kind === 'live'
	) {
		return page(logs, tail, 'desc');
	}

	// What was logged since a connection was lost waits for the next one.
	const bounded = open.filter(({to}) => to !== Number.POSITIVE_INFINITY);
	return nearPage(logs, bounded) ?? cutPage(logs, bounded);
}

/** Gaps that are worth asking for: those that failed are not. */
function openGaps(logs: Logs): readonly Gap[] {
	const {asked} = logs;
	const {range} = asked;
	return withoutFailed(
		gaps(knownCoverage(logs), loadedFilter(asked), {
			from: range.since ?? 0,
			to: range.until ?? Number.POSITIVE_INFINITY,
		}),
		logs.failedGaps,
	);
}

function withoutFailed(
	open: readonly Gap[],
	failed: readonly FailedGap[],
): readonly Gap[] {
	let left = open;
	for (const {from, to} of failed) {
		left = left.flatMap((gap) =>
			[
				{from: gap.from, to: Math.min(gap.to, from)},
				{from: Math.max(gap.from, to), to: gap.to},
			].filter((part) => part.from < part.to),
		);
	}

	return left;
}

/** The gap nearest the reader, when it is on the screen or within a screen of it. */
function nearPage(logs: Logs, open: readonly Gap[]): WantedPage | undefined {
	const list = listOf(logs);
	const selected = selectedItem(logs, list);
	const reach = logs.height * 2;
	const near =
		selected === undefined
			? []
			: [
					selected,
					...alternate(
						walk(selected, reach, (item) => list.previous(item)),
						walk(selected, reach, (item) => list.next(item)),
					),
				];
	const anchor = anchorTime(logs, list);
	for (const item of near) {
		const gap =
			item.kind === 'rule' && item.rule.kind === 'gap'
				? open.find(({to}) => to === item.rule.time)
				: undefined;
		if (gap !== undefined) {
			return pageTowards(logs, gap, anchor);
		}
	}

	return undefined;
}

/** Asks for the side of a gap that is nearest to an instant. */
function pageTowards(logs: Logs, gap: Gap, anchor: Micros): WantedPage {
	if (anchor >= gap.to) {
		return page(logs, gap, 'desc');
	}

	return anchor > gap.from
		? page(logs, {from: anchor, to: gap.to}, 'asc')
		: page(logs, gap, 'asc');
}

/** What a lost connection left open is filled wherever the reader is. */
function cutPage(logs: Logs, open: readonly Gap[]): WantedPage | undefined {
	for (const cut of logs.cuts.toReversed()) {
		for (const gap of open.toReversed()) {
			const from = Math.max(gap.from, cut.from);
			const to = Math.min(gap.to, cut.to);
			if (from < to) {
				return page(logs, {from, to}, 'desc');
			}
		}
	}

	return undefined;
}

function seamPage(logs: Logs): WantedPage | undefined {
	const {connection} = logs;
	return connection.kind === 'live' && connection.tail.kind === 'settling'
		? {
				...page(
					logs,
					{from: connection.tail.reached, to: Number.POSITIVE_INFINITY},
					'asc',
				),
				filter: connection.filter,
				dueAt: connection.tail.dueAt,
			}
		: undefined;
}

function page(
	logs: Logs,
	{from, to}: Gap,
	order: Order,
	filter = loadedFilter(logs.asked),
): WantedPage {
	const continuation = continuationOf(logs, {filter, order, from, to});
	return {
		kind: 'page',
		filter,
		order,
		from,
		to,
		limit: pageLimit,
		dueAt: 0,
		range: continuation?.range ?? {from, to},
		...(continuation !== undefined && {cursor: continuation.cursor}),
	};
}

function pageKey(
	{filter, order, from, to, cursor, dueAt}: WantedPage,
	reloads: number,
): string {
	return `page ${keyOf(filter)} ${order} ${from} ${to} ${cursor ?? ''} ${dueAt} ${reloads}`;
}

function keyOf(filter: Filter): string {
	return JSON.stringify(filter);
}

function alternate(above: readonly Item[], below: readonly Item[]): Item[] {
	return Array.from(
		{length: Math.max(above.length, below.length)},
		(_, index) => [above[index], below[index]],
	)
		.flat()
		.filter((item) => item !== undefined);
}
