/* eslint-disable no-await-in-loop -- One request follows the other. */

import {ask} from '../feeds/ask.ts';
import {type Page, type PastRequest} from '../feeds/feed.ts';
import {type Micros} from '../log/entry.ts';
import {type CountAsk} from '../store/range-count.ts';
import {previousDeployment} from '../store/latest.ts';
import {type StreamContext, toFailure} from './stream.ts';

/** Pages through a span, the newest first, and tells what comes, which is counted and not kept. */
export async function streamCount(
	context: StreamContext,
	{
		countKey: key,
		ask: asked,
	}: {readonly countKey: string; readonly ask: CountAsk},
): Promise<void> {
	const {dispatch, signal} = context;
	try {
		const deploymentId = await whose(context, asked);
		await pageThrough(context, asked, {
			deploymentId,
			onPage(entries, reached) {
				dispatch({
					kind: 'count-page',
					key,
					entries,
					...(reached !== undefined && {reached}),
				});
			},
		});
		dispatch({kind: 'count-ended', key});
	} catch (error) {
		signal.throwIfAborted();
		dispatch({
			kind: 'count-ended',
			key,
			failure:
				error instanceof CannotCount
					? {message: error.message, isRefusal: true}
					: toFailure(error),
		});
	}
}

/** What keeps a count from beginning, as a sentence. */
class CannotCount extends Error {
	override name = 'CannotCount';
}

/** The id of the deployment that is to be counted; absent for the feed's own. */
async function whose(
	context: StreamContext,
	{of}: CountAsk,
): Promise<string | undefined> {
	if (of === 'this') {
		return undefined;
	}

	const {feed, signal, getState} = context;
	const {deployment} = getState().details;
	const projectId = deployment?.projectId ?? '';
	const {value} =
		projectId === ''
			? {value: []}
			: await ask(context, async () => feed.deployments({projectId, signal}));
	const previous =
		deployment === undefined
			? undefined
			: previousDeployment(deployment, value);
	if (previous === undefined) {
		throw new CannotCount('There is no deployment before this one.');
	}

	return previous.id;
}

async function pageThrough(
	context: StreamContext,
	{filter, range}: CountAsk,
	{
		deploymentId,
		onPage,
	}: {
		readonly deploymentId: string | undefined;
		readonly onPage: (
			entries: Page['batch']['entries'],
			reached: Micros | undefined,
		) => void;
	},
): Promise<void> {
	const {feed, signal} = context;
	const since = range.since ?? Number.NEGATIVE_INFINITY;
	let request: PastRequest = {
		...(deploymentId !== undefined && {deploymentId}),
		filter,
		order: 'desc',
		range,
		limit: feed.traits.pageLimit,
		signal,
	};
	for (;;) {
		const asked = request;
		const page = await ask(context, async () => feed.pastEntries(asked));
		const {batch, whole, next} = page;
		const isLast = whole.from <= Math.max(since, 0);
		if (next !== undefined && !isLast) {
			if (next === asked.cursor) {
				throw new CannotCount(
					'The pages of the server do not get on, so that not all could be counted.',
				);
			}

			onPage(batch.entries, whole.from > since ? whole.from : undefined);
			request = {...asked, cursor: next};
			continue;
		}

		const end = asked.range.until ?? Number.POSITIVE_INFINITY;
		// What stands before comes again with the next page.
		onPage(
			isLast
				? batch.entries
				: batch.entries.filter(({time}) => time >= whole.from),
			isLast ? undefined : whole.from,
		);
		if (isLast) {
			return;
		}

		if (whole.from >= end) {
			throw new CannotCount(
				'More entries are of one instant than a page holds, so that not all could be counted.',
			);
		}

		const {cursor: _, ...rest} = asked;
		request = {...rest, range: {...range, until: whole.from}};
	}
}
