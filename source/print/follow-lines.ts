import {askPage, type AskContext} from '../feeds/ask.ts';
import {type Clock} from '../feeds/clock.ts';
import {type Feed} from '../feeds/feed.ts';
import {follow} from '../feeds/follow.ts';
import {linkSignals} from '../feeds/signals.ts';
import {FollowedLog, type FollowedContext} from './followed-log.ts';
import {type Line, linesOf} from './line.ts';

type FollowContext = AskContext &
	Omit<FollowedContext, 'ask' | 'now'> & {readonly feed: Feed};

/**
The start, then live entries for ever: complete and in order, through cuts.

A live stream is open before the past is asked for, so that nothing falls between them. Its entries wait on the wire meanwhile: nobody reads, and the server is slowed down.
*/
export async function* followLines(
	context: FollowContext,
): AsyncGenerator<readonly Line[], void> {
	const {feed, clock} = context;
	const ending = linkSignals([context.signal]);
	const {signal} = ending;
	const log = new FollowedLog({
		...context,
		signal,
		now: () => clock.now() * 1000,
		ask: async (wanted) => askPage({...context, signal}, wanted, linesOf),
	});
	const events = follow({
		...context,
		feed,
		signal,
		since: () => log.newest,
	});
	try {
		for (;;) {
			const next = events.next();
			// It may fail while past logs are being read; it is awaited after that.
			next.catch(() => undefined);
			// eslint-disable-next-line no-await-in-loop -- An event follows the other.
			while (!(await comesInTime(next, log.dueAt, {clock, signal}))) {
				yield* log.readDue();
			}

			// eslint-disable-next-line no-await-in-loop -- As above.
			const {value} = await next;
			if (value === undefined) {
				return;
			}

			yield* log.take(value);
			// A stream that never rests leaves no time in which something is due.
			yield* log.readDue();
		}
	} finally {
		ending.abort();
		await events.return();
	}
}

/** Whether something comes before an instant, in microseconds, or there is no such instant. */
async function comesInTime(
	next: Promise<unknown>,
	dueAt: number | undefined,
	{clock, signal}: {readonly clock: Clock; readonly signal: AbortSignal},
): Promise<boolean> {
	if (dueAt === undefined) {
		return true;
	}

	const waiting = linkSignals([signal]);
	const comes = async () => {
		await next;
		return true;
	};

	const passes = async () => {
		const left = dueAt / 1000 - clock.now();
		await clock.sleep(Math.max(0, left), waiting.signal);
		return false;
	};

	try {
		return await Promise.race([comes(), passes()]);
	} finally {
		waiting.abort();
	}
}
