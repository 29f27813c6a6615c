/* eslint-disable no-await-in-loop -- A probe follows the other. */
import {hasOwnTime, type Micros} from '../log/entry.ts';
import {type Filter} from '../log/query.ts';
import {type Feed} from './feed.ts';
import {type Clock} from './clock.ts';
import {ApiError} from './errors.ts';
import {endQuietly, linkSignals} from './signals.ts';

/** Told what a stream does, so that one that is dead is noticed. */
export type Watchdog = {
	/** Somebody waits for the stream; while nobody does, it is not to blame for being silent. */
	readonly listen: () => void;
	/** The stream has brought entries up to `newest`. */
	readonly hear: (newest: Micros) => void;
	/** The stream has carried something that is no entry: it is alive, and is not asked about. */
	readonly hearLife: () => void;
};

/** In milliseconds: how long a stream is silent before past logs are asked, and at most between two such questions. */
const firstInterval = 10_000;
const longestInterval = 30_000;
/** In milliseconds: an entry that past logs have may still be on its way. */
const grace = 3000;
/** In milliseconds: the newest entry is found at once, or the network is gone. */
const probeTimeout = 10_000;
/** Entries without a time of their own say nothing, and may be first. */
const probeLimit = 100;
/** A server may be slow once. */
const mostUnanswered = 2;

/** What the `Date` header tells of a moment. */
const second: Micros = 1_000_000;

/**
Notices, within a minute, a connection that looks open and carries nothing any more: past logs have an entry then that the stream did not bring, or do not answer at all.

A sleeping laptop, a changed network and an idle proxy leave such connections behind; no error ever comes of them.
*/
export function watchStream({
	feed,
	filter,
	clock,
	signal,
	serverTime,
	onDead,
}: {
	readonly feed: Pick<Feed, 'pastEntries'>;
	readonly filter: Filter;
	readonly clock: Clock;
	/** Aborts when the stream is over. */
	readonly signal: AbortSignal;
	/** The server's clock when the stream began, where it is known. */
	readonly serverTime: Micros | undefined;
	/** Called once. */
	readonly onDead: () => void;
}): Watchdog {
	const openedAt = clock.now();
	let isListening = false;
	let listensSince = openedAt;
	let heard: Micros | undefined;
	/** The server's clock less ours. */
	let offset = serverTime === undefined ? 0 : serverTime - openedAt * 1000;

	/** Up to when all is known to have come: what was logged within the second in which the stream began is found at its seam. */
	const known = () => Math.max(heard ?? 0, openedAt * 1000 + offset + second);

	/** The newest entry that the stream lacks, if there is one. */
	const findMissed = async (): Promise<Micros | undefined> => {
		const ending = linkSignals([signal]);
		const timeout = async () => {
			await clock.sleep(probeTimeout, ending.signal);
			throw new Error('No answer');
		};

		try {
			const {batch, serverTime} = await Promise.race([
				feed.pastEntries({
					filter,
					range: {since: known() + 1},
					order: 'desc',
					limit: probeLimit,
					signal: ending.signal,
				}),
				timeout(),
			]);
			if (serverTime !== undefined) {
				offset = serverTime - clock.now() * 1000;
			}

			const newest = batch.entries.find((entry) => hasOwnTime(entry))?.time;
			return newest !== undefined && newest > known() ? newest : undefined;
		} finally {
			ending.abort();
		}
	};

	const isDead = async () => {
		const since = listensSince;
		for (let unanswered = 1; ; unanswered++) {
			try {
				const missed = await findMissed();
				if (missed === undefined) {
					return false;
				}

				await clock.sleep(grace, signal);
				return isListening && listensSince === since;
			} catch (error) {
				if (error instanceof ApiError && error.status !== undefined) {
					// A server that answers with an error says nothing of the stream.
					return false;
				}

				if (signal.aborted || unanswered === mostUnanswered) {
					return true;
				}
			}
		}
	};

	const watch = async () => {
		let interval = firstInterval;
		let from = openedAt;
		while (!signal.aborted) {
			await clock.sleep(Math.max(0, from + interval - clock.now()), signal);
			if (!isListening || listensSince > from) {
				from = isListening ? listensSince : clock.now();
				interval = firstInterval;
			} else if (await isDead()) {
				onDead();
				return;
			} else {
				from = clock.now();
				interval = Math.min(interval * 2, longestInterval);
			}
		}
	};

	void endQuietly(watch());
	return {
		hearLife() {
			if (isListening) {
				listensSince = clock.now();
			}
		},
		listen() {
			isListening = true;
			listensSince = clock.now();
		},
		hear(newest) {
			isListening = false;
			heard = Math.max(heard ?? 0, newest);
		},
	};
}

type EntryWatch = {
	/** Aborts with the reason of the other signal, or with a sentence. */
	readonly signal: AbortSignal;
	/** An entry, or all headers, have come. */
	readonly hear: () => void;
	/** The answer is over; what is left of it is aborted on the wire. Nothing stays behind on the other signal. */
	readonly stop: () => void;
};

/** Watches an answer that must end, and gives it up when no entry comes any more: bytes alone are no sign that it goes on. */
export function watchEntries(
	url: URL,
	signal: AbortSignal,
	/** In milliseconds. */
	patience: number,
): EntryWatch {
	const ending = linkSignals([signal]);
	let timer: NodeJS.Timeout | undefined;
	ending.signal.addEventListener(
		'abort',
		() => {
			clearTimeout(timer);
		},
		{once: true},
	);
	return {
		signal: ending.signal,
		hear() {
			clearTimeout(timer);
			if (!ending.signal.aborted) {
				timer = setTimeout(() => {
					ending.abort(
						new ApiError(
							'time-out',
							`${url.host} began to answer and did not go on for ${Math.round(patience / 1000)} s. Try again, or ask for a shorter range of time.`,
						),
					);
				}, patience);
			}
		},
		stop() {
			ending.abort();
		},
	};
}
