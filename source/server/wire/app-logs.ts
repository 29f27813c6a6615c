import {
	type Line,
	type PastRequest,
	type ServedDeployment,
	type ServedEntry,
} from '../given/served-deployment.ts';
import {spoilEntries} from '../faults/spoil.ts';
import {type Answer} from './answer.ts';
import {readCursor, writeCursor} from './cursor.ts';
import {type AppLogsParameters} from './parameters.ts';

type PastParameters = Extract<AppLogsParameters, {kind: 'past'}>;
type LiveParameters = Extract<AppLogsParameters, {kind: 'live'}>;

/** One page of past entries, and the cursor of the next where there is one. */
export async function readPage(
	deployment: ServedDeployment,
	parameters: PastParameters,
	{faults, signal, now}: Pick<Answer, 'faults' | 'signal'> & {now: number},
): Promise<{lines: readonly Line[]; cursor?: string}> {
	const {filter, range, order, limit} = parameters;
	const scope = {deploymentId: deployment.id, filter, ...range, order};
	const cursor =
		parameters.cursor === undefined
			? undefined
			: readCursor(parameters.cursor, scope);
	// The end of the range is set by its first page, so that paging comes to an end while entries arrive.
	const until = cursor?.until ?? range.until ?? (Math.floor(now) + 1) * 1000;
	const request: PastRequest = {
		filter,
		range: {since: range.since, until},
		order,
		after: faults.repeat ? undefined : cursor?.after,
		arrivedBy: now - (faults.lag?.milliseconds ?? 0),
		signal,
	};
	const again =
		faults.overlap === undefined || request.after === undefined
			? []
			: await takeEntries(
					deployment.pastEntries(backwards(request)),
					faults.overlap.entries,
				);
	const entries = [
		...again.toReversed(),
		...(await takeEntries(
			spoilEntries(deployment.pastEntries(request), faults),
			limit + 1 - again.length,
		)),
	];
	const page = entries.slice(0, limit);
	const last = page.at(-1);
	return {
		lines: page.map((entry) => entry.line),
		cursor:
			last && entries.length > limit
				? writeCursor({after: last, until}, scope)
				: undefined,
	};
}

/** What was answered before a page, the last of it first. */
function backwards({order, after, ...request}: PastRequest): PastRequest {
	const isAscending = order === 'asc';
	return {
		...request,
		order: isAscending ? 'desc' : 'asc',
		...(after !== undefined && {
			after: {...after, sequence: after.sequence + (isAscending ? 1 : -1)},
		}),
	};
}

/** The lines of a live stream, which starts with this call. */
export function openLive(
	deployment: ServedDeployment,
	{filter}: LiveParameters,
	{faults, signal, now}: Pick<Answer, 'faults' | 'signal'> & {now: number},
): AsyncGenerator<readonly Line[], void> {
	const live = deployment.liveEntries({filter, signal});
	const past = {
		filter,
		range: {},
		order: 'desc',
		arrivedBy: now,
		signal,
	} satisfies PastRequest;
	const entries = async function* () {
		if (faults.replay) {
			const replayed = await takeEntries(
				deployment.pastEntries(past),
				faults.replay.entries,
			);
			yield replayed.toReversed();
		}

		yield* live;
	};

	return toLines(spoilEntries(entries(), faults));
}

async function* toLines(batches: AsyncIterable<readonly ServedEntry[]>) {
	for await (const batch of batches) {
		yield batch.map((entry) => entry.line);
	}
}

async function takeEntries(
	batches: AsyncIterable<readonly ServedEntry[]>,
	count: number,
): Promise<readonly ServedEntry[]> {
	const taken: ServedEntry[] = [];
	for await (const batch of batches) {
		taken.push(...batch.slice(0, count - taken.length));
		if (taken.length >= count) {
			break;
		}
	}

	return taken;
}
