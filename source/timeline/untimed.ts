import {
	atClaimedTime,
	type Entry,
	hasOwnTime,
	type Micros,
} from '../log/entry.ts';
import {
	anywhere,
	type Between,
	betweens,
	mayBeOne,
	placeStreamed,
} from './between.ts';
import {
	byPlace,
	findStreamed,
	insert,
	pair,
	standAt,
	startFrom,
	type Sighting,
	type Wanted,
} from './sightings.ts';

/**
Entries without a time of their own, and where they were seen: so that those that come again are told from those that are alike.

They have no time to be known by, or one that cannot be, which many may share; but those around them have: two are the same when they are alike, and may stand at one place between two that have a time. Past logs say where an entry stands. A stream only says behind which entries it came, some of which may have been late: so what a stream alone has brought may stand near the place where a page has it, and stands there from then on.
*/
export class UntimedEntries {
	/** Those that are alike, in their order. */
	readonly #kinds = new Map<string, Sighting[]>();
	readonly #keyOf: (entry: Entry) => string;
	/** Where those stand that came before their time: past logs may give them once more, at that time, when it has come. */
	readonly #arrivals = new Map<Micros, Set<Micros>>();
	/** Kinds of which the last ones have no entry with a time behind them yet. */
	readonly #open = new Set<Sighting[]>();
	/** The newest time that an entry of the stream has. */
	#lastStreamed = Number.NEGATIVE_INFINITY;
	#stream = 0;
	#count = 0;

	constructor(keyOf = keyOfUntimed) {
		this.#keyOf = keyOf;
	}

	/** A stream begins: it may bring again what is known. */
	beginStream() {
		this.#stream++;
		this.#lastStreamed = Number.NEGATIVE_INFINITY;
	}

	/** Hot. Entries with times have come, the first of them at this time, the newest at that. */
	pass(first: Micros, newest: Micros) {
		this.#endOpen(first);
		this.#endOpen(newest);
		this.#lastStreamed = Math.max(this.#lastStreamed, newest);
	}

	/** Takes what the stream has brought, in its order; tells of those, by their index, that have no time of their own. */
	hear(entries: readonly Entry[]): ReadonlyMap<number, Heard> {
		const heard = new Map<number, Heard>();
		for (const entry of entries) {
			if (hasOwnTime(entry)) {
				this.#endOpen(entry.time);
			}
		}

		const places = betweens(entries, {...anywhere, after: this.#lastStreamed});
		for (const [index, entry] of entries.entries()) {
			const place = places[index];
			if (place === undefined) {
				this.#lastStreamed = Math.max(this.#lastStreamed, entry.time);
				continue;
			}

			const time = placeStreamed(entry, place);
			const all = this.#alike(entry);
			const stream = this.#stream;
			const same = findStreamed(all, {time, place, stream});
			if (same === undefined) {
				this.#add(all, entry, place, {time, stream});
			} else {
				same.stream = stream;
			}

			heard.set(index, {time, isNew: same === undefined});
		}

		this.#forget();
		return heard;
	}

	/** Takes a page, in the order in which it was logged; returns those, by their index, that have no time of their own and are known. */
	takePage(
		entries: readonly Entry[],
		span: Between,
		/** So far entries are seen to be out of order. */
		margin: Micros = 0,
	): ReadonlySet<number> {
		const known = new Set<number>();
		if (entries.every((entry) => hasOwnTime(entry))) {
			return known;
		}

		const last = entries.findLast((entry) => hasOwnTime(entry))?.time;
		// What stands by the stream where the page has to have it.
		const isWithin = ({after, before}: Sighting) =>
			last !== undefined && before > span.after && after < last;
		for (const [all, wanted] of this.#byKind(entries, span)) {
			const found = pair(all, wanted, 0, (one, place) =>
				mayBeOne(one, place, 0),
			);
			const reach = Math.max(margin, mostLate);
			pair(
				all.filter((one) => !one.isTold && !found.has(one)),
				wanted.filter(({same}) => same === undefined),
				reach,
				(one, place) => mayBeOne(one, place, isWithin(one) ? reach : margin),
			);
			for (const {index, entry, place, same} of wanted) {
				if (same === undefined) {
					all.push(this.#see(all, entry, place, {isTold: true}));
				} else {
					standAt(same, place);
					known.add(index);
				}
			}

			all.sort(byPlace);
		}

		this.#forget();
		return known;
	}

	/** Notes one that is known from elsewhere. */
	note(entry: Entry, place: Between) {
		this.#add(this.#alike(entry), entry, place);
		this.#forget();
	}

	/** Forgets one that is held no more: it may come again. */
	forget(entry: Entry) {
		const all = this.#kinds.get(this.#keyOf(entry)) ?? [];
		const index = all.findIndex(({time}) => time === entry.time);
		if (index !== -1) {
			this.#drop(all, index, 1);
		}
	}

	/** Where those were put that came before their time, which was this. */
	arrivalsOf(time: Micros): Iterable<Micros> {
		return this.#arrivals.get(time) ?? [];
	}

	/** An entry with a time has come behind those that came last; one that is older is but repeated. */
	#endOpen(time: Micros) {
		for (const all of this.#open) {
			const last = all.splice(startFrom(all, Number.POSITIVE_INFINITY));
			for (const one of last) {
				one.before = time > one.time ? time : one.before;
				insert(all, one);
			}

			if (all.at(-1)?.before !== Number.POSITIVE_INFINITY) {
				this.#open.delete(all);
			}
		}
	}

	/** Those of a page that have no time of their own, beside what is known of their kind. */
	#byKind(
		entries: readonly Entry[],
		span: Between,
	): ReadonlyMap<Sighting[], readonly Wanted[]> {
		const kinds = new Map<Sighting[], Wanted[]>();
		for (const [index, place] of betweens(entries, span).entries()) {
			const entry = entries[index];
			if (entry === undefined || place === undefined) {
				continue;
			}

			const all = this.#alike(entry);
			const wanted = kinds.get(all) ?? [];
			wanted.push({index, entry, place});
			kinds.set(all, wanted);
		}

		return kinds;
	}

	#alike(entry: Entry): Sighting[] {
		const key = this.#keyOf(entry);
		const all = this.#kinds.get(key) ?? [];
		this.#kinds.set(key, all);
		return all;
	}

	#add(
		all: Sighting[],
		entry: Entry,
		place: Between,
		{time = entry.time, stream = -1} = {},
	) {
		insert(all, this.#see(all, entry, place, {time, stream}));
	}

	/** One more of those that are alike, which is yet to be put among them. */
	#see(
		all: Sighting[],
		entry: Entry,
		{after, before}: Between,
		{time = entry.time, stream = -1, isTold = false},
	): Sighting {
		const isFirst = !isTold && after === Number.NEGATIVE_INFINITY;
		this.#noteArrival(entry, time);
		this.#count++;
		if (before === Number.POSITIVE_INFINITY) {
			this.#open.add(all);
		}

		return {
			after: isFirst ? Math.min(time, before) - longestWay : after,
			before,
			time,
			isFirst,
			isTold,
			stream,
		};
	}

	#noteArrival(entry: Entry, time: Micros) {
		const claimed = atClaimedTime(entry);
		if (claimed === undefined) {
			return;
		}

		const arrivals = this.#arrivals.get(claimed.time) ?? new Set();
		this.#arrivals.set(claimed.time, arrivals.add(time));
		if (this.#arrivals.size > mostSightings) {
			const [first = 0] = this.#arrivals.keys();
			this.#arrivals.delete(first);
		}
	}

	/** Forgets what came first, where it is too many: memory has a ceiling. */
	#forget() {
		if (this.#count <= mostSightings) {
			return;
		}

		for (const [key, all] of this.#kinds) {
			this.#drop(all, 0, this.#count - mostSightings / 2);
			if (all.length > 0) {
				return;
			}

			this.#kinds.delete(key);
			this.#open.delete(all);
		}
	}

	#drop(all: Sighting[], index: number, count: number) {
		this.#count -= all.splice(index, count).length;
	}
}

/** So long an entry may be on its way: one with which a stream begins is put where it came. In microseconds. */
const longestWay: Micros = 15_000_000;
/** So late an entry may be without a sign of it, beside one that has no time. */
const mostLate: Micros = 2_000_000;
/** At most so many are remembered. */
const mostSightings = 20_000;
/** What became of an entry that a stream has brought. */
export type Heard = {
	/** It is none of those that are known. */
	readonly isNew: boolean;
	/** Where it is put: behind what has come, as a stream may bring the newest ones first; where the stream begins with it, before the first one that has a time. */
	readonly time: Micros;
};

/** What those have in common that are alike. */
function keyOfUntimed({timeText, level, region, message}: Entry): string {
	return `${timeText ?? ''}\u0000${level}\u0000${region}\u0000${shortOf(message)}`;
}

/** Longer messages are not kept. */
const mostKept = 200;

/** What tells a message from others: of a long one its length, and two sums over all of it. */
function shortOf(message: string): string {
	if (message.length <= mostKept) {
		return message;
	}

	let sum = 0;
	let check = 0;
	for (let index = 0; index < message.length; index++) {
		// eslint-disable-next-line unicorn/prefer-code-point -- Each half of a pair counts.
		const code = message.charCodeAt(index);
		// eslint-disable-next-line no-bitwise -- A hash is made of bits.
		sum = Math.imul(sum ^ code, 0x01_00_01_93);
		check = Math.imul(check + code, 0x5b_d1_e9_95);
	}

	return `${message.length} ${sum} ${check}`;
}
