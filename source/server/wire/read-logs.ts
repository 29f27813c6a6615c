import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {type Micros} from '../../log/entry.ts';
import {type Order} from '../../log/query.ts';
import {type TimeRange} from '../../log/time-range.ts';
import {applyEntryFaults} from '../faults/stream-faults.ts';
import {
	type EntryFilter,
	type EntrySource,
	type PastRequest,
	type ServedEntry,
	type Position,
} from '../given/served-deployment.ts';
import {type Answer, invalidParameter, type Problem} from './answer.ts';

/** Reads one page of past entries, and the cursor of the next where there is one. */
export async function readPage(
	source: EntrySource,
	parameters: PageRequest,
	{faults, signal, now}: Surroundings,
): Promise<{entries: readonly ServedEntry[]; cursor?: string}> {
	const {filter, range, order, limit} = parameters;
	const scope = {sourceId: source.id, filter, ...range, order};
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
					source.pastEntries(turnBack(request)),
					faults.overlap.entries,
				);
	const entries = [
		...again.toReversed(),
		...(await takeEntries(
			applyEntryFaults(source.pastEntries(request), faults),
			limit + 1 - again.length,
		)),
	];
	const page = entries.slice(0, limit);
	const last = page.at(-1);
	return {
		entries: page,
		cursor:
			last && entries.length > limit
				? writeCursor({after: last, until}, scope)
				: undefined,
	};
}

type Surroundings = Pick<Answer, 'faults' | 'signal'> & {readonly now: number};

/** What a page is asked for, whichever version asks. */
export type PageRequest = {
	readonly filter: EntryFilter;
	readonly range: TimeRange;
	readonly limit: number;
	readonly order: Order;
	/** Opaque to the caller. */
	readonly cursor?: string;
};

/** What a cursor remembers: the last entry of its page, and where the range ended when its first page was asked for. */
type Cursor = {
	readonly after: Position;
	readonly until: Micros;
};

/** What must stay the same from page to page. */
type CursorScope = {
	readonly sourceId: string;
	readonly filter: EntryFilter;
	readonly since?: Micros;
	readonly until?: Micros;
	readonly order: Order;
};

/** Asks for what was answered before a page, the last of it first. */
function turnBack({order, after, ...request}: PastRequest): PastRequest {
	const isAscending = order === 'asc';
	return {
		...request,
		order: isAscending ? 'desc' : 'asc',
		...(after !== undefined && {
			after: {...after, sequence: after.sequence + (isAscending ? 1 : -1)},
		}),
	};
}

/** Opens a live stream, which starts with this call; `since` puts before it what there is from then on. */
export function openLive(
	source: EntrySource,
	{filter, since}: {readonly filter: EntryFilter; readonly since?: Micros},
	{faults, signal, now}: Surroundings,
): AsyncGenerator<readonly ServedEntry[], void> {
	const request = {filter, signal};
	const {past, live} =
		since === undefined || faults.noReplay
			? {past: undefined, live: source.liveEntries(request)}
			: source.openSince({...request, since});
	const entries = async function* () {
		if (faults.replay) {
			const replayed = await takeEntries(
				source.pastEntries({
					...request,
					range: {until: since},
					order: 'desc',
					arrivedBy: now,
				}),
				faults.replay.entries,
			);
			yield replayed.toReversed();
		}

		if (past) {
			yield* past;
		}

		yield* live;
	};

	return applyEntryFaults(entries(), faults);
}

async function takeEntries(
	batches: AsyncIterable<readonly ServedEntry[]>,
	count: number,
): Promise<readonly ServedEntry[]> {
	const taken: ServedEntry[] = [];
	if (count <= 0) {
		return taken;
	}

	for await (const batch of batches) {
		taken.push(...batch.slice(0, count - taken.length));
		if (taken.length >= count) {
			break;
		}
	}

	return taken;
}

function writeCursor(cursor: Cursor, scope: CursorScope): string {
	const content = [
		cursor.after.time,
		cursor.after.sequence,
		cursor.until,
		digest(scopeText(scope)),
	].join('.');
	return Buffer.from(`${content}.${digest(content)}`).toString('base64url');
}

function readCursor(text: string, scope: CursorScope): Cursor {
	const decoded = Buffer.from(text, 'base64url').toString('latin1');
	const content = decoded.slice(0, decoded.lastIndexOf('.'));
	if (
		Buffer.from(decoded, 'latin1').toString('base64url') !== text ||
		decoded !== `${content}.${digest(content)}`
	) {
		throw damaged();
	}

	const [time, sequence, until, scopeDigest] = content.split('.');
	if (scopeDigest !== digest(scopeText(scope))) {
		throw invalidParameter(
			'The cursor belongs to another query; send it with the parameters of the page that it came from.',
		);
	}

	return {
		after: {time: Number(time), sequence: Number(sequence)},
		until: Number(until),
	};
}

function damaged(): Problem {
	return invalidParameter(
		'The cursor is damaged; send it as it came, or leave it out to start from the first page.',
	);
}

function scopeText({sourceId, filter, since, until, order}: CursorScope) {
	return JSON.stringify([
		sourceId,
		filter.levels,
		filter.regions,
		filter.text,
		filter.leastRank,
		since,
		until,
		order,
	]);
}

function digest(text: string) {
	return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}
