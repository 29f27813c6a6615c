import {type EntryBatch, type Micros} from '../log/entry.ts';
import {type EntryColumns} from '../log/entry-columns.ts';
import {type Filter} from '../log/query.ts';
import {type Feed} from './feed.ts';
import {type Clock} from './clock.ts';
import {ApiError, mayHeal} from './errors.ts';
import {boundTimes, timeBounds} from './bound-times.ts';
import {linkSignals} from './signals.ts';
import {retryDelay} from './http/retry.ts';
import {type Watchdog, watchStream} from './watchdog.ts';

/** A live stream that is opened again for as long as its failures may heal, silence among them, and more can come. Throws what does not heal: a refusal, a bad request. */
export async function* follow({
	feed,
	filter,
	signal,
	clock,
	random,
	since,
	before,
}: FollowOptions): AsyncGenerator<FollowEvent, void> {
	let next = before;
	for (;;) {
		if (next !== undefined) {
			// eslint-disable-next-line no-await-in-loop -- A connection follows the other.
			await wait(clock, next.retryAt - clock.now(), signal);
		}

		if (signal.aborted) {
			return;
		}

		const attempt = next?.attempt ?? 0;
		yield {kind: 'connecting', attempt};

		const openedAt = clock.now();
		let liveSince: number | undefined;
		let hasBrought = false;
		let failure: ApiError | undefined;
		try {
			// eslint-disable-next-line no-await-in-loop -- As above.
			for await (const event of connect({feed, filter, since, signal, clock})) {
				liveSince ??= clock.now();
				hasBrought ||= event.kind === 'entries';
				yield event;
			}
		} catch (error) {
			failure = signal.aborted ? undefined : takeHealing(error);
		}

		if (signal.aborted || (failure === undefined && isOver(feed))) {
			return;
		}

		next = planAttempt(
			{
				attempt,
				openedAt,
				failure,
				// Backing off is for failures: a stream that did its work and is ended is none.
				hasDoneWell:
					isStable(liveSince, clock) || (failure === undefined && hasBrought),
			},
			{clock, random},
		);
		yield {kind: 'cut', error: failure, ...next};
	}
}

/** A connection that lives this long, in milliseconds, makes the next failure a first one: half a minute is a common limit of proxies. */
export const stableTime = 5000;
/** In milliseconds: streams that a server ends at once, each with a few entries in it, are not opened more often than this. */
const leastInterval = 1000;

export type FollowEvent =
	/** `attempt` is 0 for the first connection, then counts the tries since there was a stable one. */
	| {readonly kind: 'connecting'; readonly attempt: number}
	/** From now on entries come as they are logged. */
	| {readonly kind: 'live'; readonly serverTime?: Micros}
	| {readonly kind: 'entries'; readonly batch: EntryBatch<EntryColumns>}
	/** From the last entry on some may be missing. `error` is absent when the server ended the stream. `retryAt` is in milliseconds of the clock. */
	| {
			readonly kind: 'cut';
			readonly error?: ApiError;
			readonly attempt: number;
			readonly retryAt: number;
	  };

/** Counted from 1; `retryAt` is in milliseconds of the clock. */
export type Attempt = {readonly attempt: number; readonly retryAt: number};

type FollowOptions = {
	readonly feed: Pick<
		Feed,
		'liveEntries' | 'pastEntries' | 'isOver' | 'serverClock'
	>;
	readonly filter: Filter;
	/** An abort ends it quietly, on the wire too. */
	readonly signal: AbortSignal;
	readonly clock: Clock;
	/** From 0 to 1. */
	readonly random: () => number;
	/** The time of the newest entry that has come so far: a feed whose streams begin at an instant begins there. */
	readonly since?: () => Micros | undefined;
	/** The attempt that is due after those of another stream, whose wait goes on. */
	readonly before?: Attempt;
};

/** The attempt after a connection that is over: the first one again where that had done its work. */
function planAttempt(
	{
		attempt,
		openedAt,
		failure,
		hasDoneWell,
	}: {
		readonly attempt: number;
		readonly openedAt: number;
		readonly failure: ApiError | undefined;
		readonly hasDoneWell: boolean;
	},
	{clock, random}: Pick<FollowOptions, 'clock' | 'random'>,
): Attempt {
	const following = hasDoneWell ? 1 : attempt + 1;
	const delay = retryDelay({
		attempt: following,
		retryAfter: failure?.retryAfter,
		random,
	});
	const earliest =
		hasDoneWell && attempt > 0 ? openedAt + leastInterval : openedAt;
	return {
		attempt: following,
		retryAt: Math.max(clock.now() + delay, earliest),
	};
}

function isStable(liveSince: number | undefined, clock: Clock): boolean {
	return liveSince !== undefined && clock.now() - liveSince >= stableTime;
}

/** Whether no more can come, ever. */
function isOver(feed: Pick<Feed, 'isOver'>): boolean {
	return feed.isOver?.() === true;
}

function takeHealing(error: unknown): ApiError {
	if (mayHeal(error)) {
		return error;
	}

	throw error;
}

type LiveEvent = Extract<FollowEvent, {kind: 'live' | 'entries'}>;

/** One connection, until it ends. */
async function* connect({
	feed,
	filter,
	since,
	signal,
	clock,
}: Omit<FollowOptions, 'random' | 'since'> & {
	readonly since?: (() => Micros | undefined) | undefined;
}): AsyncGenerator<LiveEvent, void> {
	const ending = linkSignals([signal]);
	let lastTime: Micros | undefined;
	/** By the server's clock, which may be corrected: what came later stands no earlier. */
	let arrivedAt = Number.NEGATIVE_INFINITY;
	let isDead = false;
	let accept: (event: LiveEvent & {kind: 'live'}) => void;
	const accepted = new Promise<LiveEvent & {kind: 'live'}>((resolve) => {
		accept = resolve;
	});
	const newest = since?.();
	let watchdog: Watchdog | undefined;
	const batches = feed.liveEntries({
		filter,
		...(newest !== undefined && {since: newest}),
		signal: ending.signal,
		onAccepted({serverTime}) {
			accept({kind: 'live', serverTime});
		},
		onAlive() {
			watchdog?.hearLife();
		},
	});

	try {
		let next = batches.next();
		// It may fail while `live` is being looked at; it is awaited after that.
		next.catch(() => undefined);
		const first = await Promise.race([accepted, next]);
		watchdog = watchStream({
			feed,
			filter,
			clock,
			signal: ending.signal,
			serverTime: 'kind' in first ? first.serverTime : undefined,
			onDead() {
				isDead = true;
				ending.abort();
			},
		});
		if ('kind' in first) {
			yield first;
		}

		for (;;) {
			watchdog.listen();
			// eslint-disable-next-line no-await-in-loop -- A stream is read a batch after the other.
			const result = await next;
			if (isDead) {
				throw new ApiError(
					'silent',
					'The live stream had fallen silent without an end: past logs went on, or were out of reach. It is opened again.',
				);
			}

			if (result.done) {
				return;
			}

			const {entries} = result.value;
			const now = clock.now() * 1000;
			const serverTime = feed.serverClock?.hearLive(entries);
			arrivedAt = Math.max(arrivedAt, serverTime ?? now);
			lastTime = boundTimes(
				entries,
				timeBounds(now, serverTime),
				lastTime,
				arrivedAt,
			);
			watchdog.hear(newestOf(entries));
			yield {kind: 'entries', batch: result.value};
			next = batches.next();
		}
	} finally {
		ending.abort();
	}
}

function newestOf({times, length}: EntryColumns): Micros {
	let newest = 0;
	for (const time of times.subarray(0, length)) {
		newest = Math.max(newest, time);
	}

	return newest;
}

async function wait(
	clock: Clock,
	milliseconds: number,
	signal: AbortSignal,
): Promise<void> {
	try {
		await clock.sleep(Math.max(0, milliseconds), signal);
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}
	}
}
