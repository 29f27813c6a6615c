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
	findStreamed,
	insert,
	pair,
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
	/** Those behind which no entry with a time has come yet, each with those that are like it. */
	readonly #open = new Map<Sighting, Sighting[]>();
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
			const same = findStreamed(all, {time, place, stream: this.#stream});
			const one = same ?? this.#add(all, entry, place, time);
			one.stream = this.#stream;
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
					this.#add(all, entry, place).isTold = true;
				} else {
					this.#put(all, same, place);
					known.add(index);
				}
			}
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
		for (const [one, all] of this.#open) {
			if (time > one.time) {
				this.#move(all, one, {after: one.after, before: time});
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
		{after, before}: Between,
		time = entry.time,
	): Sighting {
		const isFirst = after === Number.NEGATIVE_INFINITY;
		const one = {
			after: isFirst ? Math.min(time, before) - longestWay : after,
			before,
			time,
			isFirst,
			isTold: false,
			stream: -1,
		};
		this.#noteArrival(entry, time);
		this.#insert(all, one);
		this.#count++;
		return one;
	}

	/** A page has one here: where that leaves room, it stands where it was known to as well. */
	#put(all: Sighting[], one: Sighting, place: Between) {
		const after = Math.max(one.after, place.after);
		const before = Math.min(one.before, place.before);
		one.isTold = true;
		this.#move(all, one, after <= before ? {after, before} : place);
	}

	#move(all: Sighting[], one: Sighting, {after, before}: Between) {
		if (after !== one.after || before !== one.before) {
			all.splice(all.lastIndexOf(one), 1);
			this.#open.delete(one);
			one.after = after;
			one.before = before;
			this.#insert(all, one);
		}
	}

	#insert(all: Sighting[], one: Sighting) {
		insert(all, one);
		if (one.before === Number.POSITIVE_INFINITY) {
			this.#open.set(one, all);
		}
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
		}
	}

	/** What is forgotten waits for no entry behind it either. */
	#drop(all: Sighting[], index: number, count: number) {
		const dropped = all.splice(index, count);
		for (const one of dropped) {
			this.#open.delete(one);
		}

		this.#count -= dropped.length;
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
		sum = Math.imul(sum ^ code, 0x01_00_01_93);
		check = Math.imul(check + code, 0x5b_d1_e9_95);
	}

	return `${message.length} ${sum} ${check}`;
}
