import {type AskContext, type askPage, type WantedPage} from '../feeds/ask.ts';
import {ApiError, mayHeal} from '../feeds/errors.ts';
import {type FeedTraits} from '../log/feed-traits.ts';
import {type FollowEvent} from '../feeds/follow.ts';
import {type Entry, isStray, type Micros} from '../log/entry.ts';
import {type Failure} from '../log/failure.ts';
import {type Filter} from '../log/query.ts';
import {
	continuationOf,
	isStuck,
	circling,
	type Turned,
	turnPage,
} from '../timeline/continuation.ts';
import {cover, type Gap, gaps} from '../timeline/coverage.ts';
import {Arrivals, hearEntries} from '../timeline/hear-entries.ts';
import {knownCoverage} from '../timeline/known.ts';
import {failPage, landPage} from '../timeline/land-page.ts';
import {longestLag, mostMargin, seamMargin} from '../timeline/lag.ts';
import {
	closeConnection,
	cutConnection,
	openConnection,
	retryConnection,
} from '../timeline/open-connection.ts';
import {goesOn, type Landing, type Page} from '../timeline/page.ts';
import {forgetBefore, nextRecheck} from '../timeline/recheck.ts';
import {settleFrom} from '../timeline/tail.ts';
import {Strays} from '../timeline/strays.ts';
import {emptyTimeline, type Timeline} from '../timeline/timeline.ts';
import {ConnectionNotices, type NoticesContext} from './connection-notices.ts';
import {type Line, linesAmong, linesOf} from './line.ts';
import {Printed} from './printed.ts';

export type FollowingContext = Pick<AskContext, 'clock' | 'signal'> &
	NoticesContext & {
		readonly feed: {readonly traits: FeedTraits};
		readonly filter: Filter;
		/** From when on the start is whole; absent: from its first entry on. */
		readonly since?: Micros;
		/** What comes before the live entries; absent: nothing. */
		readonly start?: AsyncIterable<readonly Line[]>;
		/** Told how many lines of a page were no entries. */
		readonly onMalformed: (count: number) => void;
		readonly ask: (wanted: WantedPage) => ReturnType<typeof askPage>;
		/** Our clock. */
		readonly now: () => Micros;
	};

/** What the `Date` header, in whole seconds, leaves open. */
const aheadMargin: Micros = 2_000_000;
/** How often past logs are asked while entries of the stream wait for them. */
const lagPause: Micros = 1_000_000;

/** What is printed while a live stream is followed: what is known to be complete is kept as the list on the screen keeps it, and entries of the stream wait until the past has come to them. */
export class Following {
	readonly #context: FollowingContext;
	readonly #notices: ConnectionNotices;
	readonly #strays = new Strays();
	readonly #printed = new Printed();
	#timeline: Timeline = emptyTimeline;
	/** What was logged before is of no interest. */
	#from: Micros = 0;
	/** The time of the newest entry, but for those of clocks that are ahead. */
	#newest: Micros = 0;
	/** The time of the newest entry, whoever's clock it is. */
	#latest: Micros = 0;
	/** Since when past logs were read last. */
	#readFrom: Micros = 0;
	/** The server's clock less ours. */
	#offset: Micros = 0;
	/** By our clock: how long a gap that cannot be had is asked for, and when it is next. */
	#deadline: Micros = 0;
	#retryAt: Micros = 0;

	constructor(context: FollowingContext) {
		this.#context = context;
		this.#notices = new ConnectionNotices(context);
	}

	/** The time of the newest entry so far. */
	get newest(): Micros | undefined {
		return this.#newest === 0 ? undefined : this.#newest;
	}

	/** When past logs are to be read again, by our clock, if they are. */
	get dueAt(): Micros | undefined {
		return this.#seamDueAt ?? this.#recheck()?.dueAt;
	}

	get #seamDueAt(): Micros | undefined {
		const {connection} = this.#timeline;
		if (connection.kind !== 'live' || connection.tail.kind === 'settled') {
			return undefined;
		}

		const {tail} = connection;
		return Math.max(tail.kind === 'settling' ? tail.dueAt : 0, this.#retryAt);
	}

	async *take(event: FollowEvent): AsyncGenerator<readonly Line[], void> {
		switch (event.kind) {
			case 'connecting': {
				this.#timeline = retryConnection(this.#timeline);
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
				const lost = this.#timeline;
				this.#notices.sayCut(event, lost.connectionCount > 0);
				this.#timeline = cutConnection(
					closeConnection(lost, this.#newest),
					lost.connection,
					{at: this.#context.now(), attempt, retryAt: retryAt * 1000},
				);
				break;
			}
		}
	}

	/** Asks past logs for what is due. */
	async *readDue(): AsyncGenerator<readonly Line[], void> {
		const dueAt = this.#seamDueAt;
		if (dueAt === undefined) {
			yield* this.#readAgain();
		} else if (dueAt <= this.#context.now()) {
			yield* this.#readPast();
		}
	}

	/** Asks once more, when it is time, for what was taken to be whole. */
	async *#readAgain(): AsyncGenerator<readonly Line[], void> {
		let lateCount = 0;
		for (;;) {
			const recheck = this.#recheck();
			if (recheck === undefined || recheck.dueAt > this.#context.now()) {
				break;
			}

			this.#readFrom = recheck.from;
			this.#printed.beginReading();
			this.#strays.beginPages();
			let page: Page;
			try {
				// eslint-disable-next-line no-await-in-loop -- A page begins where the one before it ends.
				page = await this.#ask(recheck);
			} catch (error) {
				if (!(error instanceof ApiError)) {
					throw error;
				}

				const {message, isRefusal} = error;
				this.#giveUp(recheck, {message, isRefusal});
				continue;
			}

			const turned = this.#turn(page);
			if (turned.kind === 'circle') {
				this.#giveUp(recheck, circling);
			} else if (turned.kind === 'landed' && !turned.landing.isStalled) {
				const fresh = this.#place(page, turned.landing);
				lateCount += fresh.length;
				yield fresh;
			}
		}

		this.#notices.sayLate(lateCount);
	}

	/** Asks past logs for all that may be missing up to the live stream. */
	async *#readPast(): AsyncGenerator<readonly Line[], void> {
		this.#readFrom = this.#gap()?.from ?? this.#from;
		this.#printed.beginReading();
		this.#strays.beginPages();
		for (;;) {
			const gap = this.#gap();
			if (gap === undefined) {
				return;
			}

			let page: Page;
			try {
				// eslint-disable-next-line no-await-in-loop -- A page begins where the one before it ends.
				page = await this.#ask(gap);
			} catch (error) {
				this.#fail(gap, error);
				return;
			}

			const turned = this.#turn(page);
			if (turned.kind === 'circle') {
				this.#giveUp(gap, circling);
				return;
			}

			if (turned.kind === 'landed' && !turned.landing.isStalled) {
				yield this.#place(page, turned.landing);
				if (!goesOn(page)) {
					return;
				}
			}
		}
	}

	async *#open(serverTime?: Micros): AsyncGenerator<readonly Line[], void> {
		this.#tellClock(serverTime);
		if (this.#timeline.connection.kind === 'live') {
			return;
		}

		const {filter, now} = this.#context;
		const isFirst = this.#timeline.connectionCount === 0;
		this.#timeline = openConnection(this.#timeline, {
			filter,
			at: now(),
			newest: this.#newest,
			askedFrom: this.#from,
		});
		this.#notices.open();
		this.#deadline = now() + longestLag;
		this.#retryAt = 0;
		this.#printed.beginStream();
		this.#strays.beginStream();
		yield* isFirst ? this.#begin() : this.#readPast();
	}

	/** Prints the start. What it says of the last minute is asked for again: past logs may lag behind, and clocks differ. */
	async *#begin(): AsyncGenerator<readonly Line[], void> {
		const {start, since, filter, now} = this.#context;
		if (start === undefined) {
			this.#from = now() + this.#offset;
			this.#newest = this.#from;
			this.#timeline = settleFrom(this.#timeline, this.#from);
			return;
		}

		let first: Entry | undefined;
		for await (const lines of start) {
			for (const entry of lines) {
				this.#strays.takePaged(entry);
				if (!isStray(entry)) {
					this.#printed.add(entry);
					this.#note(entry);
					first ??= entry;
				}
			}

			yield lines;
		}

		// Of its first instant it may have a part only. Where nothing was ever logged, nothing is missing before the stream.
		this.#from = since ?? (first === undefined ? 0 : first.time + 1);
		const to = this.#newest + 1 - mostMargin;
		this.#timeline = {
			...this.#timeline,
			coverage: cover([], {from: this.#from, to, filter}),
		};
		this.#retryAt = now() + lagPause;
	}

	/** Those of the stream's entries that are new, after what the past has before them. */
	async *#hear(lines: readonly Line[]): AsyncGenerator<readonly Line[], void> {
		const {connection} = this.#timeline;
		if (connection.kind !== 'live') {
			return;
		}

		let {firstTime, lastTime} = connection;
		const arrivals = new Arrivals(this.#timeline, connection);
		let claimedCount = 0;
		/** From which line on the past is to come first. */
		let waitingFrom: number | undefined;
		const heard = lines.map((line, index) => {
			const {time} = line;
			if (isStray(line)) {
				const isFresh = this.#strays.takeStreamed(line);
				return {line, isToBePrinted: () => isFresh};
			}

			const streamed = this.#printed.hear(line);
			const isMissing = this.#printed.isMissing(streamed);
			arrivals.note(line.region, time, this.#latest);
			if (!this.#isAhead(line)) {
				firstTime ??= isMissing ? time : undefined;
				lastTime = Math.max(lastTime ?? time, time);
				waitingFrom ??= isMissing ? index : undefined;
				claimedCount += !isMissing && time > connection.before ? 1 : 0;
			}

			this.#note(line);
			return {line, isToBePrinted: () => this.#printed.takeStreamed(streamed)};
		});
		this.#timeline = hearEntries(
			this.#timeline,
			{firstTime, lastTime, arrivals, claimedCount},
			this.#context.now(),
		);
		const take = (some: typeof heard) =>
			some.filter(({isToBePrinted}) => isToBePrinted()).map(({line}) => line);
		if (waitingFrom !== undefined) {
			yield take(heard.splice(0, waitingFrom));
			yield* this.#join();
		}

		yield take(heard);
	}

	/** Reads the past until it has come to the stream, or has had its time. */
	async *#join(): AsyncGenerator<readonly Line[], void> {
		const {clock, signal} = this.#context;
		while (this.#seamDueAt !== undefined) {
			yield* this.#readPast();
			if (this.#seamDueAt !== undefined) {
				// eslint-disable-next-line no-await-in-loop -- The past is asked again and again.
				await clock.sleep(lagPause / 1000, signal);
			}
		}
	}

	/** What was taken to be whole and is to be asked for next; what was printed before that is remembered is left alone. */
	#recheck(): (Gap & {readonly dueAt: Micros}) | undefined {
		const floor = Math.max(this.#from, this.#printed.from);
		const recheck = nextRecheck(this.#timeline);
		if (recheck === undefined || recheck.from >= floor) {
			return recheck;
		}

		this.#timeline = forgetBefore(this.#timeline, floor);
		return nextRecheck(this.#timeline);
	}

	#turn(page: Page): Turned {
		const {continuations} = this.#timeline;
		const turned = turnPage(continuations, page, seamMargin(this.#timeline));
		this.#timeline = {...this.#timeline, continuations: turned.continuations};
		return turned;
	}

	/** The span of time up to the live stream in which something may be missing. */
	#gap(): Gap | undefined {
		const {connection} = this.#timeline;
		if (connection.kind !== 'live' || connection.tail.kind === 'settled') {
			return undefined;
		}

		const {tail} = connection;
		const to = Number.POSITIVE_INFINITY;
		const from = Math.max(this.#from, this.#printed.from);
		const [open] = gaps(knownCoverage(this.#timeline), this.#context.filter, {
			from,
			to,
		});
		return {
			from: Math.max(
				from,
				tail.kind === 'settling' ? tail.reached : (open?.from ?? from),
			),
			to,
		};
	}

	/** Asks for a page of the gap. */
	async #ask(gap: Gap): Promise<Page> {
		const {feed, filter, ask, onMalformed} = this.#context;
		const order = 'asc';
		const given = continuationOf(this.#timeline, {filter, order, ...gap});
		const stuck = given !== undefined && isStuck(given) ? given : undefined;
		const {page, answer} = await ask({
			filter,
			order,
			...gap,
			range: stuck?.range ?? gap,
			...(stuck?.cursor !== undefined && {cursor: stuck.cursor}),
			limit: feed.traits.pageLimit,
		});
		onMalformed(answer.batch.malformedCount);
		this.#tellClock(page.serverTime);
		return page;
	}

	/** What a page has that was not printed. */
	#place(page: Page, landing: Landing): readonly Line[] {
		const lines = linesAmong(landing.entries).filter((line) =>
			this.#strays.takePaged(line),
		);
		const {fresh, missedCount} = this.#printed.takePage(lines);
		for (const entry of fresh) {
			this.#note(entry);
		}

		const hasOwn = this.#printed.hasStreamed(
			this.#readFrom,
			page.to === Number.POSITIVE_INFINITY && page.serverTime !== undefined
				? Math.max(landing.to, page.serverTime + 1)
				: landing.to,
		);
		this.#timeline = landPage(
			this.#timeline,
			page,
			landing,
			{freshCount: missedCount, hasOwn, lacksOther: false},
			this.#context.now(),
		);
		this.#tell();
		return fresh;
	}

	/** A gap that cannot be had now is asked for again, up to a time. */
	#fail(gap: Gap, error: unknown) {
		if (!mayHeal(error)) {
			throw error;
		}

		const now = this.#context.now();
		if (now < this.#deadline) {
			this.#retryAt = now + lagPause;
		} else {
			this.#giveUp(gap, {message: error.message, isRefusal: error.isRefusal});
		}
	}

	#giveUp(gap: Gap, failure: Failure) {
		const serverTime = this.#context.now() + this.#offset;
		this.#timeline = failPage(this.#timeline, {...gap, failure, serverTime});
		this.#tell();
	}

	/** Says what was filled, and what may be missing for good. */
	#tell() {
		const {connection, cuts, failedGaps} = this.#timeline;
		if (connection.kind === 'live' && connection.tail.kind === 'settled') {
			this.#notices.sayReconnected(cuts);
			this.#timeline = {...this.#timeline, cuts: []};
		}

		for (const gap of failedGaps) {
			this.#notices.sayIncomplete(gap);
			this.#from = Math.max(this.#from, gap.to);
		}

		this.#timeline = {...this.#timeline, failedGaps: []};
	}

	#tellClock(serverTime: Micros | undefined) {
		if (serverTime !== undefined) {
			this.#offset = serverTime - this.#context.now();
		}
	}

	/** Whether an entry comes from a clock that is ahead: past logs, which end at the server's now, do not have it for a while. */
	#isAhead({time}: Entry): boolean {
		return time > this.#context.now() + this.#offset + aheadMargin;
	}

	#note(entry: Entry) {
		if (isStray(entry)) {
			return;
		}

		this.#latest = Math.max(this.#latest, entry.time);
		if (!this.#isAhead(entry)) {
			this.#newest = Math.max(this.#newest, entry.time);
		}
	}
}
