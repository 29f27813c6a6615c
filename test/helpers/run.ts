import {Buffer} from 'node:buffer';
import {expect} from 'vitest';
import {v1Traits} from '../../source/feeds/v1/v1.ts';
import {EntryColumns} from '../../source/log/entry-columns.ts';
import {
	contentKey,
	type Entry,
	hasOwnTime,
	type Micros,
} from '../../source/log/entry.ts';
import {formatTime} from '../../source/log/wall-time.ts';
import {readTime} from '../../source/log/wire-time.ts';
import {boundTimes, timeBounds} from '../../source/feeds/bound-times.ts';
import {ServerClock} from '../../source/feeds/server-clock.ts';
import {createEntryDecoder} from '../../source/feeds/json/entry-decoder.ts';
import {
	createFilter,
	createQuery,
	type Filter,
	matches,
} from '../../source/log/query.ts';
import {type FeedTraits} from '../../source/log/feed-traits.ts';
import {judgePage} from '../../source/feeds/v1/read-page.ts';
import {type Action} from '../../source/store/action.ts';
import {createState} from '../../source/store/create-store.ts';
import {knownGaps} from '../../source/store/missing.ts';
import {type Page} from '../../source/timeline/page.ts';
import {update} from '../../source/store/update.ts';
import {wanted} from '../../source/store/wanted/wanted.ts';
import {type WantedPage} from '../../source/store/wanted/wanted-page.ts';
import {ModelServer, type ServedPage} from './model-server.ts';

export const second = 1_000_000;
export const start = 1_700_000_000 * second;

export const filters = [
	createFilter({}),
	createFilter({levels: ['error']}),
	createFilter({levels: ['error', 'warning']}),
	createFilter({levels: ['info']}),
	createFilter({levels: ['debug', 'info']}),
	createFilter({text: 'a'}),
	createFilter({levels: ['info'], text: 'b'}),
];

/** What some entries say of their time, at some time of the server's clock: none of it can be. */
export const oddTimes: ReadonlyMap<string, (now: Micros) => string> = new Map([
	['in an hour', (now: Micros) => formatTime(now + 3600 * second)],
	['in a year', (now: Micros) => formatTime(now + 365 * 86_400 * second)],
	['in year 9999', () => '9999-12-31T23:59:59Z'],
	['in year 1', () => '0001-01-01T00:00:00Z'],
	['nothing', () => ''],
	['nothing that can be read', () => 'soon'],
]);

/** Those that cannot be read. */
export const untimed: ReadonlySet<string> = new Set([
	'nothing',
	'nothing that can be read',
]);

const levels = ['info', 'error', 'warning', 'debug'];

/** What happens to a reader. */
export type Step =
	| {
			readonly kind: 'emit';
			readonly count: number;
			readonly gap: number;
			readonly jitter: number;
			/** How often each is logged. */
			readonly copies?: number;
			/** What every fourth says of its time. */
			readonly odd?: string;
			/** Whether those say the same. */
			readonly isAlike?: boolean;
			/** Whether the server keeps those that are dated ahead by the time that they came with. */
			readonly isKept?: boolean;
	  }
	/** What is logged is gathered and comes newest first; so much of it has come when the next thing happens. */
	| {
			readonly kind: 'gather';
			readonly count: number;
			readonly gap: number;
			readonly received: number;
	  }
	| {readonly kind: 'wait'; readonly seconds: number}
	/** Past logs fall behind, or catch up. */
	| {readonly kind: 'lag'; readonly seconds: number}
	/** The next page ends badly. */
	| {readonly kind: 'spoil'; readonly how: 'short' | 'empty' | 'repeated'}
	| {
			readonly kind: 'cut';
			readonly missed: number;
			readonly seconds: number;
			readonly replay: number;
			readonly gap?: number;
	  }
	| {
			readonly kind: 'filter';
			readonly index: number;
			readonly early?: Early;
	  }
	| {readonly kind: 'move'; readonly by: number}
	| {readonly kind: 'scroll'; readonly by: number}
	| {readonly kind: 'go'; readonly to: 'first' | 'newest'}
	| {readonly kind: 'pages'; readonly count: number}
	| {readonly kind: 'page-failed'}
	| {readonly kind: 'reload'; readonly early?: Early};

/** A page that is asked for while the stream is on its way. */
export type Early = {
	/** What becomes of it: it comes before the stream is open, or after that, or fails. */
	readonly page: 'before' | 'after' | 'failed';
	/** So many are logged between its answer and the stream's beginning. */
	readonly between: number;
	/** So many behind that, before it is there. */
	readonly behind: number;
};

/** A reader, the state and a model of the server, driven without clock or wire. */
export class Run {
	/** Entries on a page, and on one of late. */
	pageSize = 7;
	recentPageSize = 7;
	/** What becomes of a page on its way. */
	spoil: ((page: ServedPage) => ServedPage) | undefined;
	readonly server = new ModelServer(start);
	/** The server's, as the reader knows it. */
	readonly clock;
	state;
	/** The reader's clock less the server's. */
	readonly #clockOffset: number;
	/** The clocks of the regions less the server's. */
	readonly #skews: readonly number[];
	readonly #isWired: boolean;
	#decodeLive: (entries: readonly Entry[]) => EntryColumns;
	#serial = 0;

	constructor({
		lag,
		limit,
		filter = createFilter({}),
		clockOffset = 0,
		skews = [0],
		traits = v1Traits,
		isWired = false,
	}: {
		readonly lag: number;
		readonly limit: number;
		readonly filter?: Filter;
		readonly clockOffset?: number;
		readonly skews?: readonly number[];
		readonly traits?: FeedTraits;
		/** Whether live entries come as lines, as a feed reads them. */
		readonly isWired?: boolean;
	}) {
		this.#isWired = isWired;
		this.#decodeLive = (entries) => EntryColumns.of(entries);
		this.#clockOffset = clockOffset;
		this.#skews = skews;
		this.server.lag = lag;
		this.clock = new ServerClock(() => this.now);
		this.state = createState({
			traits,
			query: createQuery({filter}),
			limit,
			columns: 80,
			rows: 24,
		});
		this.do({kind: 'list-height', height: 5});
		this.do({kind: 'clock-told', offset: -clockOffset});
	}

	do(action: Action) {
		this.state = update(this.state, action);
	}

	/** What the reader's clock shows. */
	get now() {
		return this.server.now + this.#clockOffset;
	}

	get logs() {
		return this.state.logs;
	}

	take(step: Step) {
		switch (step.kind) {
			case 'emit': {
				this.emit(step.count, step.gap, step.jitter, step);
				this.receive();
				break;
			}

			case 'gather': {
				this.receive();
				this.emit(step.count, step.gap, 0);
				this.server.reverse();
				this.receive(step.received);
				break;
			}

			case 'lag': {
				this.server.lag = step.seconds * second;
				break;
			}

			case 'spoil': {
				this.#spoilNext(step.how);
				break;
			}

			case 'wait': {
				this.server.now += step.seconds * second;
				break;
			}

			case 'cut': {
				this.cut(step);
				break;
			}

			case 'filter': {
				const filter = filters[step.index] ?? createFilter({});
				this.do({kind: 'query', query: {...this.logs.query, filter}});
				if (this.logs.query !== this.logs.asked) {
					this.do({kind: 'ask'});
				}

				this.#openAfter(step.early);
				break;
			}

			case 'move':
			case 'scroll': {
				this.do(step);
				break;
			}

			case 'go': {
				this.do({kind: 'go', selection: {kind: step.to}});
				break;
			}

			case 'pages': {
				for (let count = 0; count < step.count; count++) {
					this.answerPage();
				}

				break;
			}

			case 'page-failed': {
				this.failPage();
				break;
			}

			case 'reload': {
				this.do({kind: 'reload'});
				this.#openAfter(step.early);
				break;
			}
		}
	}

	emit(
		count: number,
		gap: number,
		jitter: number,
		{
			copies = 1,
			odd,
			isAlike = false,
			isKept = false,
		}: {
			copies?: number;
			odd?: string;
			isAlike?: boolean;
			isKept?: boolean;
		} = {},
	) {
		for (let index = 0; index < count; index++) {
			const serial = this.#serial++;
			this.server.now += gap;
			// Regions speak in turns of some length, so that one of them is silent now and then.
			const region = Math.floor(serial / 5) % this.#skews.length;
			const skew = this.#skews[region] ?? 0;
			const timeText =
				odd === undefined || serial % 4 !== 1
					? undefined
					: oddTimes.get(odd)?.(this.server.now);
			// Of each level most stand at their own time: where all are dated ahead, and the reader's clock is a day off, nothing tells the time.
			const isLevelShared =
				timeText !== undefined || (odd !== undefined && !untimed.has(odd));
			const entry = {
				time:
					timeText === undefined
						? this.server.now + skew - (serial % 3 === 0 ? jitter : 0)
						: this.server.now,
				...(timeText !== undefined && {timeText}),
				level:
					levels[(isLevelShared ? Math.floor(serial / 4) : serial) % 4] ??
					'info',
				message:
					isAlike && timeText !== undefined
						? 'a tick'
						: `${['a', 'b', 'ab'][serial % 3]} ${serial}`,
				region: region === 0 ? '' : `region ${region}`,
			};
			const claimed = readTime(timeText ?? '') ?? 0;
			const place = isKept && claimed > entry.time ? claimed : entry.time;
			for (let copy = 0; copy < copies; copy++) {
				this.server.emit(entry, place);
			}
		}

		// Instants that pages may cut in two have no odd ones.
		this.server.now += odd === undefined ? 0 : gap;
	}

	open(replay = 0) {
		const stream = wanted(this.state).find(({kind}) => kind === 'live');
		if (stream?.kind === 'live' && this.logs.connection.kind !== 'live') {
			this.server.open(stream.filter, replay);
			if (this.#isWired) {
				this.clock.hearDate(Math.floor(this.server.now / second) * second);
				this.#decodeLive = createLiveReader(this.clock);
			}

			this.do({
				kind: 'live-opened',
				filter: stream.filter,
				at: this.now,
			});
		}
	}

	/** Takes up to `count` of the live entries that are on their way. */
	receive(count = Number.POSITIVE_INFINITY) {
		let left = count;
		while (left > 0) {
			const entries = this.server.receive(Math.min(6, left));
			if (entries.length === 0) {
				return;
			}

			left -= entries.length;
			this.do({
				kind: 'live-entries',
				entries: this.#decodeLive(entries),
				malformedCount: 0,
				at: this.now,
			});
		}
	}

	cut({
		missed,
		seconds,
		replay,
		gap = 1000,
	}: {
		readonly missed: number;
		readonly seconds: number;
		readonly replay: number;
		readonly gap?: number;
	}) {
		this.server.cut();
		this.do({
			kind: 'live-cut',
			at: this.now,
			attempt: 1,
			retryAt: this.now,
		});
		this.emit(missed, gap, 0);
		this.server.now += seconds * second;
		this.open(replay);
		this.receive();
	}

	wantedPage(): WantedPage | undefined {
		const page = wanted(this.state).find(({kind}) => kind === 'page');
		return page?.kind === 'page' ? page : undefined;
	}

	/** False when no page is wanted. */
	answerPage(): boolean {
		const page = this.wantedPage();
		if (page === undefined) {
			return false;
		}

		this.server.now = Math.max(this.server.now, page.dueAt - this.#clockOffset);
		this.do(this.#answer(page)());
		return true;
	}

	failPage() {
		const page = this.wantedPage();
		if (page !== undefined) {
			this.do({
				kind: 'page-failed',
				from: page.from,
				to: page.to,
				failure: {message: 'Broken.', isRefusal: false},
				serverTime: this.server.now,
			});
		}
	}

	/** Answers the pages that are wanted, and those that will be within some time. */
	settle(patience = Number.POSITIVE_INFINITY) {
		this.open();
		this.receive();
		const end = this.now + patience;
		for (let count = 0; count < 2000; count++) {
			const page = this.wantedPage();
			if (page === undefined || page.dueAt > end) {
				return;
			}

			this.answerPage();
		}

		throw new Error('Pages are asked for without end.');
	}

	#openAfter(early: Early | undefined) {
		const page =
			this.logs.connection.kind === 'live' ? undefined : this.wantedPage();
		if (page === undefined || early === undefined) {
			this.open();
			return;
		}

		this.server.cut();
		if (early.page === 'failed') {
			this.failPage();
		}

		const landed = this.#answer(page);
		this.emit(early.between, 1000, 0);
		if (early.page === 'before') {
			this.do(landed());
		}

		this.emit(early.between, 1000, 0);
		this.open();
		this.emit(early.behind, 300_000, 0);
		this.receive(early.behind - 1);
		if (early.page === 'after') {
			this.do(landed());
		}
	}

	/** Asks for a page; it lands when the result is called. */
	#answer(wantedPage: WantedPage): () => Action {
		const limit = wantedPage.limit > 1000 ? this.recentPageSize : this.pageSize;
		const page = {
			...this.#ask({...wantedPage, limit}),
			serverTime: this.server.now,
		};
		return () => ({
			kind: 'page-landed',
			page,
			malformedCount: 0,
			at: this.now,
		});
	}

	/** The page as the feed hands it on: asked for once more where it is doubtful. */
	#ask({cursor, ...page}: WantedPage): Page {
		const [at, ...inner] = cursor?.split(' ') ?? [];
		const {range, order} = page;
		let countBefore: number | undefined;
		for (let doubts = 0; ; doubts++) {
			const served = this.server.page({
				...page,
				...(cursor !== undefined && {cursor: inner.join(' ')}),
			});
			const {limit, next, ...raw} = this.spoil?.(served) ?? served;
			const times = raw.entries.map(({time}) => time);
			const judged = judgePage(
				{
					order,
					range:
						at === undefined
							? range
							: order === 'asc'
								? {...range, from: Number(at)}
								: {...range, to: Number(at)},
					times,
					isFull: times.length >= limit,
					hasNext: next !== undefined,
				},
				doubts === 5 ? times.length : countBefore,
			);
			if (judged.kind === 'doubtful') {
				countBefore = times.length;
				continue;
			}

			const {whole, isFollowed} = judged;
			return {
				...raw,
				...(cursor !== undefined && {cursor}),
				whole,
				...(isFollowed &&
					next !== undefined && {
						next: `${order === 'asc' ? whole.to : whole.from} ${next}`,
					}),
			};
		}
	}

	#spoilNext(how: 'short' | 'empty' | 'repeated') {
		this.spoil = (page) => {
			this.spoil = undefined;
			if (page.next === undefined) {
				return page;
			}

			const {entries, order, cursor, ...rest} = page;
			switch (how) {
				case 'short': {
					return {
						...page,
						entries: order === 'desc' ? entries.slice(3) : entries.slice(0, -3),
					};
				}

				case 'empty': {
					return {...page, entries: []};
				}

				case 'repeated': {
					const first = {...rest, order, kind: 'page' as const, dueAt: 0};
					return {...this.server.page(first), cursor};
				}
			}
		};
	}
}

/** Reads the entries of one stream as a feed does. */
function createLiveReader(
	clock: ServerClock,
): (entries: readonly Entry[]) => EntryColumns {
	const decode = createEntryDecoder(() => clock.now ?? clock.ours);
	let last: Micros | undefined;
	let arrivedAt = 0;
	return (sent) => {
		const {entries} = decode(linesOf(sent));
		const serverTime = clock.hearLive(entries);
		arrivedAt = Math.max(arrivedAt, serverTime ?? clock.ours);
		last = boundTimes(
			entries,
			timeBounds(clock.ours, serverTime),
			last,
			arrivedAt,
		);
		return entries;
	};
}

/** As a server sends them. */
export function linesOf(entries: readonly Entry[]): Uint8Array {
	return Buffer.from(
		entries
			.map(({time, timeText = formatTime(time), ...entry}) =>
				JSON.stringify({time: timeText, ...entry}),
			)
			.map((line) => `${line}\n`)
			.join(''),
	);
}

function counts(entries: readonly Entry[]): Map<string, number> {
	const found = new Map<string, number>();
	for (const entry of entries) {
		const key = contentKey(entry);
		found.set(key, (found.get(key) ?? 0) + 1);
	}

	return found;
}

export function shownEntries({logs}: Run): Entry[] {
	const entries: Entry[] = [];
	logs.view.run(() => true);
	for (
		let spot = logs.view.first();
		spot !== undefined;
		spot = logs.view.next(spot)
	) {
		const entry = logs.buffer.entry(logs.view.idAt(spot));
		if (entry !== undefined) {
			entries.push(entry);
		}
	}

	return entries;
}

/** Nothing is doubled anywhere; nothing is missing where no gap is said. */
export function expectTruth(run: Run) {
	const {logs, server} = run;
	const shown = shownEntries(run);
	const emitted = server.emitted
		.map(({entry}) => entry)
		.filter((entry) => matches(logs.query.filter, entry));
	const emittedCounts = counts(emitted);
	for (const [key, count] of counts(shown)) {
		expect(count, `doubled: ${key}`).toBeLessThanOrEqual(
			emittedCounts.get(key) ?? 0,
		);
	}

	const gaps = knownGaps(logs);
	const shownCounts = counts(shown);
	const known = emitted.filter((entry) => {
		// Where it arrived is known by the entries around it.
		const doubt = hasOwnTime(entry) ? 0 : 31 * second;
		const {time} = entry;
		return !gaps.some(
			({from, to}) => time >= from - doubt && time < to + doubt,
		);
	});
	for (const [key, count] of counts(known)) {
		expect(shownCounts.get(key) ?? 0, `missing: ${key}`).toBeGreaterThanOrEqual(
			count,
		);
	}

	expect(shown.map(({time}) => time)).toEqual(
		shown.map(({time}) => time).toSorted((a, b) => a - b),
	);
}
