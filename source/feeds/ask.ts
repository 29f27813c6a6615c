import {type Gap} from '../timeline/coverage.ts';
import {type Page as TimelinePage} from '../timeline/page.ts';
import {type Entry} from '../log/entry.ts';
import {farAhead, type TimeRange} from '../log/time-range.ts';
import {type Clock} from './clock.ts';
import {type Feed, type Page, type PastRequest} from './feed.ts';
import {retry} from './http/retry.ts';

/** Makes a request, and makes it again while it fails in a way that passes within seconds. */
export async function ask<Answer>(
	{clock, random, signal}: AskContext,
	request: () => Promise<Answer>,
): Promise<Answer> {
	return retry(request, {patience, signal, clock, random});
}

/** What a request is made with. */
export type AskContext = {
	readonly clock: Clock;
	/** From 0 to 1. */
	readonly random: () => number;
	/** Aborts the request on the wire. */
	readonly signal: AbortSignal;
};

/** In milliseconds: for so long a request that fails is made again. */
const patience = 15_000;

/** A page to ask for: what it is to fill, and what is asked. */
export type WantedPage = Pick<
	TimelinePage,
	'filter' | 'order' | 'from' | 'to' | 'range' | 'cursor'
> &
	Pick<PastRequest, 'limit' | 'onReached'>;

/** Asks for one page of the past; the result is the page as the timeline takes it, and as the feed gave it. */
export async function askPage(
	context: AskContext & {readonly feed: Pick<Feed, 'pastEntries'>},
	wanted: WantedPage,
	/** Makes the entries of the timeline's page; they may know more than the feed's. */
	entriesOf: (batch: Page['batch']) => readonly Entry[] = ({entries}) =>
		entries,
): Promise<{readonly page: TimelinePage; readonly answer: Page}> {
	const {feed, signal} = context;
	const {limit, onReached, ...given} = wanted;
	const {filter, order, range, cursor} = given;
	const request: PastRequest = {
		filter,
		order,
		limit,
		range: timeRange(range),
		...(cursor !== undefined && {cursor}),
		...(onReached !== undefined && {onReached}),
		signal,
	};
	const answer = await ask(context, async () => feed.pastEntries(request));
	const {batch, whole, passedOver, next, serverTime} = answer;
	const entries = entriesOf(batch);
	return {
		answer,
		page: {
			...given,
			whole,
			...(passedOver !== undefined && {passedOver}),
			entries: order === 'asc' ? entries : entries.toReversed(),
			...(next !== undefined && {next}),
			...(serverTime !== undefined && {serverTime}),
		},
	};
}

/** Before and after all that is ever logged. */
export const allTime: Gap = {
	from: Number.MIN_SAFE_INTEGER,
	to: Number.MAX_SAFE_INTEGER,
};

/** What a server is asked for: nothing is said of a side that is open. */
export function timeRange({from, to}: Gap): TimeRange {
	return {
		...(from > allTime.from && from !== 0 && {since: from}),
		...((to < allTime.to || to === farAhead) && {until: to}),
	};
}
