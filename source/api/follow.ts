import {type EntryBatch, type Micros} from '../log/entry.ts';
import {type Filter} from '../log/query.ts';
import {type LogClient} from './client.ts';
import {type Clock} from './clock.ts';
import {ApiError} from './errors.ts';
import {retryDelay} from './retry.ts';

/** A connection that lives this long, in milliseconds, makes the next failure a first one. */
const stableTime = 30_000;

export type FollowEvent =
	/** `attempt` is 0 for the first connection, then counts the tries since there was a stable one. */
	| {readonly kind: 'connecting'; readonly attempt: number}
	/** From now on entries come as they are logged. */
	| {readonly kind: 'live'; readonly serverTime?: Micros}
	| {readonly kind: 'entries'; readonly batch: EntryBatch}
	/** From the last entry on some may be missing. `error` is absent when the server ended the stream, or it was interrupted. `retryAt` is in milliseconds of the clock. */
	| {
			readonly kind: 'cut';
			readonly error?: ApiError;
			readonly attempt: number;
			readonly retryAt: number;
	  };

/** Counted from 1; `retryAt` is in milliseconds of the clock. */
export type Attempt = {readonly attempt: number; readonly retryAt: number};

export type FollowOptions = {
	readonly client: Pick<LogClient, 'liveEntries'>;
	readonly filter: Filter;
	/** An abort ends it quietly, on the wire too. */
	readonly signal: AbortSignal;
	readonly clock: Clock;
	/** From 0 to 1. */
	readonly random: () => number;
	/** Asked before each connection and each wait, for a signal that is not aborted yet: its abort ends that one, and the next connection follows. For who knows better: a watchdog, a key. */
	readonly interruption?: () => AbortSignal;
	/** The attempt that is due after those of another stream, whose wait goes on. */
	readonly before?: Attempt;
};

/** A live stream that is opened again for as long as its failures may heal. Throws what does not heal: a refusal, a bad request. */
export async function* follow({
	client,
	filter,
	signal,
	clock,
	random,
	interruption = () => neverInterrupted,
	before,
}: FollowOptions): AsyncGenerator<FollowEvent, void> {
	if (before !== undefined) {
		await wait(clock, before.retryAt - clock.now(), [signal, interruption()]);
		if (signal.aborted) {
			return;
		}
	}

	for (let attempt = before?.attempt ?? 0; ; attempt++) {
		yield {kind: 'connecting', attempt};

		let liveSince: number | undefined;
		let failure: ApiError | undefined;
		try {
			// eslint-disable-next-line no-await-in-loop -- A connection follows the other.
			for await (const event of connect(client, filter, [
				signal,
				interruption(),
			])) {
				liveSince ??= clock.now();
				yield event;
			}
		} catch (error) {
			failure = signal.aborted ? undefined : healing(error);
		}

		if (signal.aborted) {
			return;
		}

		if (liveSince !== undefined && clock.now() - liveSince >= stableTime) {
			attempt = 0;
		}

		const delay = retryDelay({
			attempt: attempt + 1,
			retryAfter: failure?.retryAfter,
			random,
		});
		const retryAt = clock.now() + delay;
		yield {kind: 'cut', error: failure, attempt: attempt + 1, retryAt};

		// eslint-disable-next-line no-await-in-loop -- As above.
		await wait(clock, retryAt - clock.now(), [signal, interruption()]);
		if (signal.aborted) {
			return;
		}
	}
}

const neverInterrupted = new AbortController().signal;

function healing(error: unknown): ApiError {
	if (error instanceof ApiError && error.mayHeal) {
		return error;
	}

	throw error;
}

type LiveEvent = Extract<FollowEvent, {kind: 'live' | 'entries'}>;

/** One connection, until it ends. */
async function* connect(
	client: FollowOptions['client'],
	filter: Filter,
	signals: readonly AbortSignal[],
): AsyncGenerator<LiveEvent, void> {
	const ending = linkSignals(signals);
	let accept: (event: LiveEvent) => void;
	const accepted = new Promise<LiveEvent>((resolve) => {
		accept = resolve;
	});
	const batches = client.liveEntries({
		filter,
		signal: ending.signal,
		onAccepted({serverTime}) {
			accept({kind: 'live', serverTime});
		},
	});

	try {
		let next = batches.next();
		// It may fail while `live` is being looked at; it is awaited after that.
		next.catch(() => undefined);
		const first = await Promise.race([accepted, next]);
		if ('kind' in first) {
			yield first;
		}

		for (;;) {
			// eslint-disable-next-line no-await-in-loop -- A stream is read a batch after the other.
			const result = await next;
			if (result.done) {
				return;
			}

			yield {kind: 'entries', batch: result.value};
			next = batches.next();
		}
	} finally {
		ending.abort();
	}
}

async function wait(
	clock: Clock,
	milliseconds: number,
	signals: readonly AbortSignal[],
): Promise<void> {
	const ending = linkSignals(signals);
	try {
		await clock.sleep(Math.max(0, milliseconds), ending.signal);
	} catch (error) {
		if (!ending.signal.aborted) {
			throw error;
		}
	} finally {
		ending.abort();
	}
}

/** A signal that is aborted with any of the others, until it is aborted itself; unlike `AbortSignal.any` it leaves nothing behind on those that live long. */
function linkSignals(signals: readonly AbortSignal[]): AbortController {
	const controller = new AbortController();
	for (const signal of signals) {
		if (signal.aborted) {
			controller.abort(signal.reason);
		}

		signal.addEventListener(
			'abort',
			() => {
				controller.abort(signal.reason);
			},
			{signal: controller.signal},
		);
	}

	return controller;
}
