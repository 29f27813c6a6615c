import {shortPageLimit} from '../../log/feed-traits.ts';
import {type Micros} from '../../log/entry.ts';
import {type Filter, type Order} from '../../log/query.ts';
import {type Connection} from '../../timeline/connection.ts';
import {type Gap} from '../../timeline/coverage.ts';
import {longestLag, seamMargin, lagOf} from '../../timeline/lag.ts';
import {continuationOf, isStuck} from '../../timeline/continuation.ts';
import {isToldEarly} from '../../timeline/open-connection.ts';
import {type Logs} from '../logs.ts';
import {isAskedFor} from '../update/past.ts';

/** A page of past logs that ought to be asked for. */
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

/** What the platform logs in ten seconds at most: of late pages overlap by some seconds. */
const recentLimit = 10_000;
/** Entries that are looked at for one that a page may hold. */
const mostTried = 500;

/** How a gap is asked for, from one of its sides. */
export function wantedPage(
	logs: Logs,
	{from, to}: Gap,
	order: Order,
	filter: Filter,
): WantedPage {
	const isRecent = isOfLate(logs, to) || isSeam(order, to);
	const gap = {filter, order, from, to};
	const continuation = continuationOf(logs, gap);
	const isContinued =
		continuation !== undefined &&
		// What was logged of late is asked for by its time, a little over.
		(!isRecent || isStuck(continuation));
	return {
		kind: 'page',
		...gap,
		limit: isRecent
			? Math.min(recentLimit, logs.traits.pageLimit)
			: shortPageLimit(logs.traits),
		dueAt: lagOf(logs, {filter, to})?.dueAt ?? 0,
		...goOnFrom(
			isContinued
				? continuation
				: {range: {from, to: isRecent ? overEnd(logs, filter, to) : to}},
		),
	};
}

/** How a span is asked for that past logs have come to: in few requests, and nothing beyond it. */
export function exactPage(
	logs: Logs,
	{from, to}: Gap,
	order: Order,
	filter: Filter,
): WantedPage {
	const gap = {filter, order, from, to};
	const continuation = continuationOf(logs, gap);
	return {
		kind: 'page',
		...gap,
		limit: Math.min(recentLimit, logs.traits.pageLimit),
		dueAt: 0,
		...goOnFrom(
			continuation !== undefined && isStuck(continuation)
				? continuation
				: {range: {from, to}},
		),
	};
}

function goOnFrom({range, cursor}: Reach): Reach {
	return {range, ...(cursor !== undefined && {cursor})};
}

type Reach = Pick<WantedPage, 'range' | 'cursor'>;

/** Whether a page is to tell of the seam with the live stream. */
function isSeam(order: Order, to: Micros): boolean {
	return order === 'asc' && to === Number.POSITIVE_INFINITY;
}

/** Whether an instant is so close to the newest entry that past logs may not have come to it yet. */
function isOfLate({connection, buffer}: Logs, to: Micros): boolean {
	return (
		to !== Number.POSITIVE_INFINITY &&
		connection.kind !== 'none' &&
		to > (buffer.lastTime ?? 0) - longestLag
	);
}

/** Up to when a page is asked for that is to end at `to`: up to an entry that is held and far enough behind that for past logs that have it to have all before `to`. */
function overEnd(logs: Logs, filter: Filter, to: Micros): Micros {
	const {buffer} = logs;
	const from = to + seamMargin(logs);
	let tried = 0;
	for (const place of buffer.places(from, Number.POSITIVE_INFINITY)) {
		const entry = buffer.entry(buffer.idAt(place));
		if (
			entry !== undefined &&
			isAskedFor(filter, entry, buffer.originAt(place))
		) {
			return entry.time + 1;
		}

		tried++;
		if (tried === mostTried) {
			break;
		}
	}

	return Number.POSITIVE_INFINITY;
}

export function pageKey(
	{filter, order, from, to, range, cursor, dueAt}: WantedPage,
	connection: Connection,
	reloads: number,
): string {
	// What was asked for when the stream was on its way is asked for once more when it is open; what has not come by then is not.
	const again =
		to === Number.POSITIVE_INFINITY && isToldEarly(connection) ? ' again' : '';
	// A span whose page was filled by what lies behind it is asked for once more, without that.
	const reach = range.to > to ? 'over' : 'exact';
	return `page ${JSON.stringify(filter)} ${order} ${from} ${to} ${reach}${again} ${cursor ?? ''} ${dueAt} ${reloads}`;
}
