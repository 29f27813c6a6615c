import {type Micros} from '../../log/entry.ts';
import {type Failure} from '../../log/failure.ts';
import {isSameFilter} from '../../log/query.ts';
import {type PastAction} from '../action.ts';
import {cover} from '../coverage.ts';
import {seamMargin} from '../known.ts';
import {type Landing, type Page} from '../page.ts';
import {type LiveConnection} from '../connection.ts';
import {type Logs} from '../logs.ts';
import {trustedPast} from '../trusted-past.ts';
import {evict} from './evict.ts';
import {fillCut} from './fill-cut.ts';
import {certainFrom} from './join-tail.ts';
import {lagsAfter, patientPage} from './lag.ts';
import {placePage} from './place-page.ts';
import {tailOf, tellSeam} from './tell-seam.ts';
import {turnPage} from './turn-page.ts';

export function updatePast(logs: Logs, action: PastAction): Logs {
	switch (action.kind) {
		case 'page-landed': {
			return evict(
				taken(
					{
						...logs,
						malformedCount: logs.malformedCount + action.malformedCount,
					},
					action.page,
					action.at,
				),
			);
		}

		case 'page-failed': {
			return failed(logs, action);
		}

		case 'page-range': {
			return {...logs, isPagingStopped: action.isStopped};
		}

		case 'retry-gap': {
			return {
				...logs,
				failedGaps: logs.failedGaps.filter(
					({from, to}) => to <= action.from || from >= action.to,
				),
			};
		}
	}
}

function taken(logs: Logs, given: Page, at: Micros): Logs {
	const page = patientPage(logs, given, at);
	const turned = turnPage(logs.continuations, page, seamMargin(logs));
	const {continuations} = turned;
	switch (turned.kind) {
		case 'overlapping': {
			return {...logs, continuations};
		}

		case 'circle': {
			return failed(
				{...logs, continuations},
				{from: page.from, to: page.to, failure: circling, serverTime: at},
			);
		}

		case 'landed': {
			const {landing} = turned;
			return landing.isStalled
				? {...logs, continuations}
				: told({...logs, continuations}, page, landing, at);
		}
	}
}

const circling: Failure = {
	message: 'The pages of past logs go round in a circle.',
	isRefusal: false,
};

/** The logs with what a page has brought, and with what it says of the seam with the live stream. */
function told(logs: Logs, page: Page, landed: Landing, at: Micros): Logs {
	const {found, freshCount, hasOwn} = placePage(logs, page, landed);
	const newest = landed.entries.at(-1)?.time;
	const landing =
		hasOwn && isCaughtUp(logs, page, newest)
			? {...landed, certainTo: page.to}
			: landed;
	const tail = tailOf(logs, page);
	const isSettling = tail?.kind === 'settling';
	// Whether it is one of several pages that tell of the seam together.
	const isBetween = isSettling && page.next !== undefined;
	const next: Logs = {
		...logs,
		...found,
		...lagsAfter(logs, page, landing, at),
		cuts: fillCut(logs, page, landing, freshCount),
		trustedPast: trustedPast(logs, page, landing),
		coverage: isBetween
			? logs.coverage
			: cover(logs.coverage, {
					from: isSettling ? tail.verifiedUntil : landing.from,
					to: landing.certainTo,
					filter: page.filter,
				}),
	};
	if (next.connection.kind !== 'live') {
		return next;
	}

	const connection: LiveConnection = {
		...next.connection,
		// An entry up to the end of a page may come from the stream as well.
		joinedUntil: Math.max(next.connection.joinedUntil, newest ?? 0),
	};
	if (tail === undefined) {
		return {...next, connection};
	}

	if (isBetween) {
		const reached = landing.certainTo;
		return {
			...next,
			isTailOverdue: false,
			connection: {...connection, tail: {...tail, reached, dueAt: 0}},
		};
	}

	return tellSeam(next, connection, {
		from: landing.from,
		newest,
		hasOwn,
		margin: seamMargin(logs),
		at,
	});
}

/** Whether past logs have all that the open stream has brought: what was logged before it is there then as well. */
function isCaughtUp(
	{connection}: Logs,
	{filter, order, next, to}: Page,
	newest: Micros | undefined,
): boolean {
	return (
		connection.kind === 'live' &&
		isSameFilter(connection.filter, filter) &&
		to !== Number.POSITIVE_INFINITY &&
		(order === 'desc' || next === undefined) &&
		newest !== undefined &&
		newest >= (connection.lastTime ?? Number.POSITIVE_INFINITY)
	);
}

function failed(
	logs: Logs,
	{
		from,
		to,
		failure,
		serverTime,
	}: Omit<Extract<PastAction, {readonly kind: 'page-failed'}>, 'kind'>,
): Logs {
	const {connection} = logs;
	if (to !== Number.POSITIVE_INFINITY || connection.kind !== 'live') {
		return {...logs, failedGaps: [...logs.failedGaps, {from, to, failure}]};
	}

	const margin = seamMargin(logs);
	const certain =
		certainFrom(connection, margin) ?? Math.max(from, serverTime) + margin;
	return {
		...logs,
		failedGaps: [...logs.failedGaps, {from, to: certain, failure}],
		connection: {...connection, tail: {kind: 'settled', from: certain}},
		isTailOverdue: false,
	};
}
