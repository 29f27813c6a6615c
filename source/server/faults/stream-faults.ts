import {setTimeout} from 'node:timers/promises';
import {type Line, type ServedEntry} from '../given/served-deployment.ts';
import {waitForAbort} from '../given/waiting.ts';
import {type FaultsOfRequest} from './faults.ts';

/** Ends, silences or garbles a stream of lines, as its faults demand. */
export async function* applyLineFaults(
	batches: AsyncIterable<readonly Line[]>,
	{garbage, end, silence}: FaultsOfRequest,
	signal: AbortSignal,
): AsyncGenerator<readonly Line[], void> {
	const endAt = end?.afterEntries ?? Number.POSITIVE_INFINITY;
	const silentAt = silence?.afterEntries ?? Number.POSITIVE_INFINITY;
	let garbageIn = garbage ? (garbage.afterEntries ?? 0) : undefined;
	let left = Math.min(endAt, silentAt);
	if (garbage && garbageIn === 0) {
		garbageIn = undefined;
		yield [garbageLine(garbage)];
	}

	if (left > 0) {
		for await (const batch of batches) {
			const lines = batch.slice(0, left);
			left -= lines.length;
			if (garbage && garbageIn !== undefined) {
				if (lines.length >= garbageIn) {
					lines.splice(garbageIn, 0, garbageLine(garbage));
					garbageIn = undefined;
				} else {
					garbageIn -= lines.length;
				}
			}

			yield lines;
			if (left === 0) {
				break;
			}
		}
	}

	if (left === 0 && silentAt < endAt) {
		await waitForAbort(signal);
	}
}

function garbageLine({line}: {line?: string}) {
	return line ?? '{"time":"2026-01-31T12:00:00Z","level":"in';
}

/** Drops or reorders entries, as their faults demand. */
export async function* applyEntryFaults(
	batches: AsyncIterable<readonly ServedEntry[]>,
	{drop, reorder}: FaultsOfRequest,
): AsyncGenerator<readonly ServedEntry[], void> {
	const kept = drop ? withoutEvery(batches, drop.every) : batches;
	yield* reorder ? reverseWithin(kept, reorder.milliseconds) : kept;
}

async function* withoutEvery(
	batches: AsyncIterable<readonly ServedEntry[]>,
	every: number,
) {
	let count = 0;
	for await (const batch of batches) {
		const fromCount = count;
		count += batch.length;
		yield batch.filter((_, index) => (fromCount + index + 1) % every !== 0);
	}
}

/** Gathers what comes in a window of time, and gives it newest first. */
async function* reverseWithin(
	batches: AsyncIterable<readonly ServedEntry[]>,
	milliseconds: number,
): AsyncGenerator<readonly ServedEntry[], void> {
	const iterator = batches[Symbol.asyncIterator]();
	let next = iterator.next();
	let isDone = false;
	while (!isDone) {
		// The first entry opens the window.
		const first = await next; // eslint-disable-line no-await-in-loop
		if (first.done) {
			return;
		}

		const gathered = [...first.value];
		const windowEnd = setTimeout(milliseconds, 'window ends' as const);
		next = iterator.next();
		for (;;) {
			const result = await Promise.race([next, windowEnd]); // eslint-disable-line no-await-in-loop
			if (result === 'window ends') {
				break;
			}

			if (result.done) {
				isDone = true;
				break;
			}

			gathered.push(...result.value);
			next = iterator.next();
		}

		yield gathered.toReversed();
	}
}
