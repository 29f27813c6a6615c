/* eslint-disable no-await-in-loop -- A probe follows the other. */
import {type Micros} from '../log/entry.ts';
import {type Filter} from '../log/query.ts';
import {now, type StreamContext} from './stream.ts';

/** In milliseconds: how long a stream is silent before past logs are asked, and at most between two such questions. */
const firstInterval = 12_000;
const longestInterval = 45_000;
/** In milliseconds: an entry that past logs have may still be on its way. */
const grace = 3000;

/** Notices a connection that looks open and carries nothing any more: past logs have entries then that the stream did not bring. */
export type Watchdog = {
	/** The stream has begun, or brought entries up to `newest`. */
	readonly hear: (newest?: Micros) => void;
	/** The stream is known to be down. */
	readonly rest: () => void;
	/** Aborts when the stream has to be opened again. */
	readonly interruption: () => AbortSignal;
};

export function createWatchdog(
	context: StreamContext,
	filter: Filter,
): Watchdog {
	let interruption = new AbortController();
	let watch = new AbortController();
	let heard: Micros | undefined;

	const start = async (signal: AbortSignal) => {
		let interval = firstInterval;
		for (;;) {
			await context.clock.sleep(interval, signal);
			if (
				heard !== undefined &&
				(await isBehind(context, {filter, heard, signal}))
			) {
				await context.clock.sleep(grace, signal);
				interruption.abort();
				return;
			}

			interval = Math.min(interval * 2, longestInterval);
		}
	};

	const rest = () => {
		watch.abort();
	};

	return {
		hear(newest) {
			heard = Math.max(
				heard ?? 0,
				newest ?? now(context) + context.getState().clockOffset,
			);
			watch.abort();
			watch = new AbortController();
			const signal = AbortSignal.any([watch.signal, context.signal]);
			void quietly(start(signal));
		},
		rest,
		interruption() {
			if (interruption.signal.aborted) {
				interruption = new AbortController();
			}

			return interruption.signal;
		},
	};
}

/** Whether past logs hold an entry that is newer than what the stream has brought. */
async function isBehind(
	{client}: StreamContext,
	{
		filter,
		heard,
		signal,
	}: {
		readonly filter: Filter;
		readonly heard: Micros;
		readonly signal: AbortSignal;
	},
): Promise<boolean> {
	try {
		const {batch} = await client.pastEntries({
			filter,
			range: {since: heard + 1},
			order: 'desc',
			limit: 1,
			signal,
		});
		return batch.entries.length > 0;
	} catch {
		// Without an answer nothing is known; the next probe asks again.
		return false;
	}
}

/** It ends by being aborted. */
async function quietly(task: Promise<void>) {
	try {
		await task;
	} catch {
		// Nothing is left to do.
	}
}
