/* eslint-disable no-await-in-loop -- A page is asked for again after it has come. */
import {type EntryBatch, type Micros} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {isWithin, type TimeSpan, toSpan} from '../../log/time-range.ts';
import {boundTimes, timeBounds} from '../bound-times.ts';
import {type Page, type PastRequest} from '../feed.ts';
import {limitBytes} from '../http/body.ts';
import {ApiError} from '../http/errors.ts';
import {nextPage} from '../http/next-page.ts';
import {type Send} from '../http/request.ts';
import {joinBatches} from '../json/batch.ts';
import {createEntryDecoder} from '../json/entry-decoder.ts';
import {decodeBody} from './decode-body.ts';
import {judgePage} from './judge-page.ts';
import {pastUrl} from './v1-url.ts';

/** A page has at most 10,000 entries of some 2 KB; much more than that is no page. */
const pageBytesLimit = 128 * 1024 * 1024;
/** A page that is shorter each time it comes is taken at last. */
const mostDoubts = 5;

export type ReadPageOptions = {
	/** Of the deployment whose entries are asked for. */
	readonly base: string;
	readonly send: Send;
	readonly token?: string;
	readonly now: () => Micros;
};

/** Asks for a page of the past, and once more where it is doubtful. */
export async function readPage(
	request: PastRequest,
	options: ReadPageOptions,
): Promise<Page> {
	const {url, span} = startOf(request, options.base);
	let countBefore: number | undefined;
	for (let doubts = 0; ; doubts++) {
		const {batches, next, serverTime} = await sendForPage(
			url,
			request,
			options,
		);
		const now = options.now();
		const {to} = timeBounds(now, serverTime);
		let last: Micros | undefined;
		for (const {entries} of batches) {
			last = boundTimes(
				entries,
				{from: Number.NEGATIVE_INFINITY, to},
				last,
				Math.max(span.from, Math.min(span.to - 1, serverTime ?? now)),
			);
		}

		const times = batches.flatMap(({entries}) => [
			...entries.times.subarray(0, entries.length),
		]);
		let count = times.length;
		for (const {malformedCount} of batches) {
			count += malformedCount;
		}

		const judged = judgePage(
			{
				order: request.order,
				range: span,
				times,
				isFull: count >= request.limit,
				hasNext: next !== undefined,
			},
			doubts === mostDoubts ? times.length : countBefore,
		);
		if (judged.kind === 'doubtful') {
			countBefore = times.length;
			continue;
		}

		const {whole, isFollowed} = judged;
		const at = request.order === 'asc' ? whole.to : whole.from;
		return {
			batch: joinBatches(batches, ({time}) => isWithin(time, request.range)),
			whole,
			...(isFollowed && next !== undefined && {next: `${at} ${next.href}`}),
			...(serverTime !== undefined && {serverTime}),
		};
	}
}

/** A cursor is where the page before has ended, a blank, and the address that it has named. */
function startOf(
	request: PastRequest,
	base: string,
): {readonly url: URL; readonly span: TimeSpan} {
	const {cursor, order, range} = request;
	const span = toSpan(range);
	if (cursor === undefined) {
		return {url: pastUrl(base, request), span};
	}

	const blank = cursor.indexOf(' ');
	const at = Number(cursor.slice(0, blank));
	return {
		url: new URL(cursor.slice(blank + 1)),
		span: order === 'asc' ? {from: at, to: span.to} : {from: span.from, to: at},
	};
}

async function sendForPage(
	url: URL,
	{limit, signal}: PastRequest,
	{send, token, now}: ReadPageOptions,
) {
	const answer = await send({url, accept: 'application/x-ndjson', signal});
	const body = limitBytes(answer.body, {
		bytesLimit: pageBytesLimit,
		createError: () =>
			new ApiError(
				'unexpected-answer',
				`${url.host} sent a page without end. Check --api-url: the server may take a request for past logs for a live one.`,
			),
	});
	const batches: Array<EntryBatch<EntryColumns>> = [];
	let count = 0;
	for await (const batch of decodeBody(body, createEntryDecoder(now))) {
		batches.push(batch);
		count += batch.entries.length + batch.malformedCount;
	}

	return {
		batches,
		next: nextPage(answer.header('link'), {
			url,
			token,
			isFull: count >= limit,
		}),
		serverTime: answer.serverTime,
	};
}
