import {askPage, type AskContext} from '../feeds/ask.ts';
import {type Clock} from '../feeds/clock.ts';
import {type Feed} from '../feeds/feed.ts';
import {follow, type FollowEvent} from '../feeds/follow.ts';
import {linkSignals} from '../feeds/signals.ts';
import {type Entry, isStray, type Micros} from '../log/entry.ts';
import {cover} from '../timeline/coverage.ts';
import {Arrivals, hearEntries} from '../timeline/hear-entries.ts';
import {mostMargin} from '../timeline/lag.ts';
import {
	closeConnection,
	cutConnection,
	openConnection,
	retryConnection,
} from '../timeline/open-connection.ts';
import {settleFrom} from '../timeline/tail.ts';
import {emptyTimeline} from '../timeline/timeline.ts';
import {type Line, linesOf} from './line.ts';
import {ConnectionNotices} from './notices.ts';
import {
	LogClock,
	type Known,
	type PastContext,
	PastReader,
} from './past-reader.ts';
import {PrintedEntries} from './printed-entries.ts';

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

type FollowContext = AskContext &
	Omit<FollowedContext, 'ask' | 'now'> & {readonly feed: Feed};

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

type FollowedContext = PastContext & {
	/** From when on the start is whole, once it has come; nothing: from its first entry on. */
	readonly since?: () => Micros | undefined;
	/** What comes before the live entries; absent: nothing. */
	readonly start?: AsyncIterable<readonly Line[]>;
};

/** A log that is printed while its live stream is followed. What is known to be complete is told by the same timeline as for the list on the screen; entries of the stream wait until the past has come to them. */
class FollowedLog {
	readonly #context: FollowedContext;
	readonly #known: Known;
	readonly #past: PastReader;

	constructor(context: FollowedContext) {
		this.#context = context;
		this.#known = {
			timeline: emptyTimeline,
			from: 0,
			clock: new LogClock(context.now),
			printed: new PrintedEntries(),
			notices: new ConnectionNotices(context),
		};
		this.#past = new PastReader(context, this.#known);
	}

	/** The time of the newest entry so far. */
	get newest(): Micros | undefined {
		const {newest} = this.#known.clock;
		return newest === 0 ? undefined : newest;
	}

	/** When past logs are to be read again, by our clock, if they are. */
	get dueAt(): Micros | undefined {
		return this.#past.dueAt;
	}

	async *take(event: FollowEvent): AsyncGenerator<readonly Line[], void> {
		switch (event.kind) {
			case 'connecting': {
				this.#known.timeline = retryConnection(this.#known.timeline);
				break;
			}

			case 'live': {
				yield* this.#open(event.serverTime);
				break;
			}

			case 'entries': {
				yield* this.#open();
				this.#context.onMalformed(event.batch.malformedCount);
				yield* this.#hear(linesOf(event.batch));
				break;
			}

			case 'cut': {
				const {attempt, retryAt} = event;
				const lost = this.#known.timeline;
				this.#known.notices.sayCut(event, lost.connectionCount > 0);
				this.#known.timeline = cutConnection(
					closeConnection(lost, this.#known.clock.newest),
					lost.connection,
					{at: this.#context.now(), attempt, retryAt: retryAt * 1000},
				);
				break;
			}
		}
	}

	/** Asks past logs for what is due. */
	async *readDue(): AsyncGenerator<readonly Line[], void> {
		yield* this.#past.readDue();
	}

	async *#open(serverTime?: Micros): AsyncGenerator<readonly Line[], void> {
		this.#known.clock.tell(serverTime);
		if (this.#known.timeline.connection.kind === 'live') {
			return;
		}

		const {filter, now} = this.#context;
		const isFirst = this.#known.timeline.connectionCount === 0;
		this.#known.timeline = openConnection(this.#known.timeline, {
			filter,
			at: now(),
			newest: this.#known.clock.newest,
			askedFrom: this.#known.from,
		});
		this.#known.notices.open();
		this.#past.beginStream();
		this.#known.printed.beginStream();
		yield* isFirst ? this.#begin() : this.#past.readPast();
	}

	/** Prints the start. What it says of the last minute is asked for again: past logs may lag behind, and clocks differ. */
	async *#begin(): AsyncGenerator<readonly Line[], void> {
		const {start, since, filter} = this.#context;
		if (start === undefined) {
			this.#known.from = this.#known.clock.serverNow;
			this.#known.clock.newest = this.#known.from;
			this.#known.timeline = settleFrom(this.#known.timeline, this.#known.from);
			return;
		}

		let first: Entry | undefined;
		for await (const lines of start) {
			for (const line of lines) {
				this.#known.clock.note(line);
			}

			this.#known.printed.add(lines);
			first ??= lines.find((line) => !isStray(line));

			yield lines;
		}

		// Of its first instant it may have a part only. Where nothing was ever logged, nothing is missing before the stream.
		this.#known.from = since?.() ?? (first === undefined ? 0 : first.time + 1);
		const to = this.#known.clock.newest + 1 - mostMargin;
		this.#known.timeline = {
			...this.#known.timeline,
			coverage: cover([], {from: this.#known.from, to, filter}),
		};
		this.#past.postpone();
	}

	/** Those of the stream's entries that are new, after what the past has before them. */
	async *#hear(lines: readonly Line[]): AsyncGenerator<readonly Line[], void> {
		const {connection} = this.#known.timeline;
		if (connection.kind !== 'live') {
			return;
		}

		let {firstTime, lastTime} = connection;
		const arrivals = new Arrivals(this.#known.timeline, connection);
		let claimedCount = 0;
		/** From which line on the past is to come first. */
		let waitingFrom: number | undefined;
		const {printed, clock} = this.#known;
		const heard = printed.hear(lines);
		for (const [index, streamed] of heard.entries()) {
			const {entry: line} = streamed;
			const {time} = line;
			// One whose time cannot be says nothing of how far the stream has come.
			if (isStray(line)) {
				continue;
			}

			const isMissing = printed.isMissing(streamed);
			arrivals.note(line.region, time, clock.latest);
			if (!clock.isAhead(line)) {
				firstTime ??= isMissing ? time : undefined;
				lastTime = Math.max(lastTime ?? time, time);
				waitingFrom ??= isMissing ? index : undefined;
				claimedCount += !isMissing && time > connection.before ? 1 : 0;
			}

			clock.note(line);
		}

		this.#known.timeline = hearEntries(
			this.#known.timeline,
			{firstTime, lastTime, arrivals, claimedCount},
			this.#context.now(),
		);
		const take = (some: typeof heard) =>
			some.filter((one) => printed.takeStreamed(one)).map(({entry}) => entry);
		if (waitingFrom !== undefined) {
			yield take(heard.slice(0, waitingFrom));
			yield* this.#join();
		}

		yield take(heard.slice(waitingFrom ?? 0));
	}

	/** Reads the past until it has come to the stream, or has had its time. */
	async *#join(): AsyncGenerator<readonly Line[], void> {
		while (this.#past.seamDueAt !== undefined) {
			yield* this.#past.readPast();
			if (this.#past.seamDueAt !== undefined) {
				// eslint-disable-next-line no-await-in-loop -- The past is asked again and again.
				await this.#past.rest();
			}
		}
	}
}
