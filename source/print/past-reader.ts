import {type AskContext, type askPage, type WantedPage} from '../feeds/ask.ts';
import {ApiError, mayHeal} from '../feeds/errors.ts';
import {type FeedTraits} from '../log/feed-traits.ts';
import {type Micros, type Entry, isStray} from '../log/entry.ts';
import {type Failure} from '../log/failure.ts';
import {type Filter} from '../log/query.ts';
import {
	continuationOf,
	isStuck,
	circling,
	type Turned,
	turnPage,
} from '../timeline/continuation.ts';
import {type Gap, gaps} from '../timeline/coverage.ts';
import {knownCoverage} from '../timeline/known.ts';
import {failPage, landPage} from '../timeline/land-page.ts';
import {disorderOf, longestLag, seamMargin} from '../timeline/lag.ts';
import {goesOn, type Landing, type Page} from '../timeline/page.ts';
import {
	aheadMargin as strayMargin,
	forgetBefore,
	nextRecheck,
} from '../timeline/recheck.ts';
import {spanOf} from '../timeline/between.ts';
import {type Timeline} from '../timeline/timeline.ts';
import {type ConnectionNotices, type NoticesContext} from './notices.ts';
import {type Line, linesAmong} from './line.ts';
import {type PrintedEntries} from './printed-entries.ts';

/** Reads of past logs what may be missing beside a live stream: up to it, and once more what was taken to be whole. */
export class PastReader {
	readonly #context: PastContext;
	readonly #known: Known;
	/** Since when past logs were read last. */
	#readFrom: Micros = 0;
	/** By our clock: how long a gap that cannot be had is asked for, and when it is next. */
	#deadline: Micros = 0;
	#retryAt: Micros = 0;

	constructor(context: PastContext, known: Known) {
		this.#context = context;
		this.#known = known;
	}

	/** When past logs are to be read again, by our clock, if they are. */
	get dueAt(): Micros | undefined {
		return this.seamDueAt ?? this.#recheck()?.dueAt;
	}

	/** When past logs are to be read up to the live stream, if they have not come to it yet. */
	get seamDueAt(): Micros | undefined {
		const {connection} = this.#known.timeline;
		if (connection.kind !== 'live' || connection.tail.kind === 'settled') {
			return undefined;
		}

		const {tail} = connection;
		return Math.max(tail.kind === 'settling' ? tail.dueAt : 0, this.#retryAt);
	}

	/** A stream begins: all that was missed until then is to be had in its time. */
	beginStream() {
		this.#deadline = this.#context.now() + longestLag;
		this.#retryAt = 0;
	}

	/** Lets past logs have a pause. */
	async rest() {
		const {clock, signal} = this.#context;
		await clock.sleep(lagPause / 1000, signal);
	}

	/** What was read just now is asked for again, but not at once. */
	postpone() {
		this.#retryAt = this.#context.now() + lagPause;
	}

	/** Asks past logs for what is due. */
	async *readDue(): AsyncGenerator<readonly Line[], void> {
		const dueAt = this.seamDueAt;
		if (dueAt === undefined) {
			yield* this.#readAgain();
		} else if (dueAt <= this.#context.now()) {
			yield* this.readPast();
		}
	}

	/** Asks past logs for all that may be missing up to the live stream. */
	async *readPast(): AsyncGenerator<readonly Line[], void> {
		this.#begin(this.#gap()?.from ?? this.#known.from);
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

	/** Asks once more, when it is time, for what was taken to be whole. */
	async *#readAgain(): AsyncGenerator<readonly Line[], void> {
		let lateCount = 0;
		for (;;) {
			const recheck = this.#recheck();
			if (recheck === undefined || recheck.dueAt > this.#context.now()) {
				break;
			}

			this.#begin(recheck.from);
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

		this.#known.notices.sayLate(lateCount);
	}

	#begin(from: Micros) {
		this.#readFrom = from;
		this.#known.printed.beginReading();
	}

	/** What was taken to be whole and is to be asked for next; what was printed before that is remembered is left alone. */
	#recheck(): (Gap & {readonly dueAt: Micros}) | undefined {
		const floor = Math.max(this.#known.from, this.#known.printed.from);
		const recheck = nextRecheck(this.#known.timeline);
		if (recheck === undefined || recheck.from >= floor) {
			return recheck;
		}

		this.#known.timeline = forgetBefore(this.#known.timeline, floor);
		return nextRecheck(this.#known.timeline);
	}

	#turn(page: Page): Turned {
		const {continuations} = this.#known.timeline;
		const turned = turnPage(
			continuations,
			page,
			seamMargin(this.#known.timeline),
		);
		this.#known.timeline = {
			...this.#known.timeline,
			continuations: turned.continuations,
		};
		return turned;
	}

	/** The span of time up to the live stream in which something may be missing. */
	#gap(): Gap | undefined {
		const {connection} = this.#known.timeline;
		if (connection.kind !== 'live' || connection.tail.kind === 'settled') {
			return undefined;
		}

		const {tail} = connection;
		const to = Number.POSITIVE_INFINITY;
		const from = Math.max(this.#known.from, this.#known.printed.from);
		const [open] = gaps(
			knownCoverage(this.#known.timeline),
			this.#context.filter,
			{
				from,
				to,
			},
		);
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
		const given = continuationOf(this.#known.timeline, {filter, order, ...gap});
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
		this.#known.clock.tell(page.serverTime);
		return page;
	}

	/** What a page has that was not printed. */
	#place(page: Page, landing: Landing): readonly Line[] {
		const {fresh, missedCount} = this.#known.printed.takePage(
			linesAmong(landing.entries),
			spanOf(page),
			disorderOf(this.#known.timeline),
		);
		for (const entry of fresh) {
			this.#known.clock.note(entry);
		}

		const hasOwn = this.#known.printed.hasStreamed(
			this.#readFrom,
			page.to === Number.POSITIVE_INFINITY && page.serverTime !== undefined
				? Math.max(landing.to, page.serverTime + 1)
				: landing.to,
		);
		this.#known.timeline = landPage(this.#known.timeline, page, landing, {
			freshCount: missedCount,
			hasOwn,
			lacksOther: false,
			at: this.#context.now(),
		});
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
			this.postpone();
		} else {
			this.#giveUp(gap, {message: error.message, isRefusal: error.isRefusal});
		}
	}

	#giveUp(gap: Gap, failure: Failure) {
		const serverTime = this.#known.clock.serverNow;
		this.#known.timeline = failPage(this.#known.timeline, {
			...gap,
			failure,
			serverTime,
		});
		this.#tell();
	}

	/** Says what was filled, and what may be missing for good. */
	#tell() {
		const {connection, cuts, failedGaps} = this.#known.timeline;
		if (connection.kind === 'live' && connection.tail.kind === 'settled') {
			this.#known.notices.sayReconnected(cuts);
			this.#known.timeline = {...this.#known.timeline, cuts: []};
		}

		for (const gap of failedGaps) {
			this.#known.notices.sayIncomplete(gap);
			this.#known.from = Math.max(this.#known.from, gap.to);
		}

		this.#known.timeline = {...this.#known.timeline, failedGaps: []};
	}
}

export type PastContext = Pick<AskContext, 'clock' | 'signal'> &
	NoticesContext & {
		readonly feed: {readonly traits: FeedTraits};
		readonly filter: Filter;
		/** Told how many lines of a page were no entries. */
		readonly onMalformed: (count: number) => void;
		readonly ask: (wanted: WantedPage) => ReturnType<typeof askPage>;
		/** Our clock. */
		readonly now: () => Micros;
	};

/** What is known of a log that is followed, and printed of it; changes in place. */
export type Known = {
	timeline: Timeline;
	/** What was logged before is of no interest. */
	from: Micros;
	readonly clock: LogClock;
	readonly printed: PrintedEntries;
	readonly notices: ConnectionNotices;
};

/** How often past logs are asked while entries of the stream wait for them. */
const lagPause: Micros = 1_000_000;

/** How far a log has come, by the times of its entries: the clocks of some may be ahead of the server's. */
export class LogClock {
	/** The time of the newest entry, but for those of clocks that are ahead. */
	newest: Micros = 0;
	/** The time of the newest entry, whoever's clock it is. */
	latest: Micros = 0;
	readonly #now: () => Micros;
	/** The server's clock less ours. */
	#offset: Micros = 0;

	constructor(now: () => Micros) {
		this.#now = now;
	}

	get serverNow(): Micros {
		return this.#now() + this.#offset;
	}

	/** Notes what the server has told of its clock, if it has. */
	tell(serverTime: Micros | undefined) {
		if (serverTime !== undefined) {
			this.#offset = serverTime - this.#now();
		}
	}

	/** Whether an entry comes from a clock that is ahead: past logs, which end at the server's now, do not have it for a while. */
	isAhead({time}: Entry): boolean {
		return time > this.serverNow + aheadMargin;
	}

	note(entry: Entry) {
		if (isStray(entry) || entry.time > this.serverNow + strayMargin) {
			return;
		}

		this.latest = Math.max(this.latest, entry.time);
		if (!this.isAhead(entry)) {
			this.newest = Math.max(this.newest, entry.time);
		}
	}
}

/** What the `Date` header, in whole seconds, leaves open. */
const aheadMargin: Micros = 2_000_000;
