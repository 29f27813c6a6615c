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
import {type Gap} from './coverage.ts';

/**
Entries without a time of their own, and where they were seen: so that those that come again are told from those that are alike.

They have no time to be known by, or one that cannot be, which many may share; but those around them have: two are the same when they are alike, and may stand at one place between two that have a time. So many of them are one and the same as both sides have there. Where a stream begins with some, and nothing tells behind which entry they stand, one is known only when past logs have just brought one of its kind, and no more.

However many are alike, an entry takes no longer: each round walks through them once, since its entries are in order.
*/
export class UntimedEntries {
	readonly #kinds = new Map<string, Alike>();
	readonly #keyOf: (entry: Entry) => string;
	/** Where those stand that came before their time: past logs may give them once more, at that time, when it has come. */
	readonly #arrivals = new Map<Micros, Set<Micros>>();
	/** Those behind which no entry with a time has come yet. */
	readonly #open = new Set<Sighting>();
	/** The newest time that an entry of the stream has. */
	#lastStreamed = Number.NEGATIVE_INFINITY;
	#stream = 0;
	#page = 0;
	#count = 0;

	constructor(keyOf = keyOfUntimed) {
		this.#keyOf = keyOf;
	}

	/** A stream begins: it may bring again what is known. */
	beginStream() {
		this.#stream++;
		this.#lastStreamed = Number.NEGATIVE_INFINITY;
	}

	/** A page begins: it may bring again what is known. */
	beginPage() {
		this.#page++;
	}

	/** Hot. Entries with times have come, the first of them at this time, the newest at that. */
	pass(first: Micros, newest: Micros) {
		this.endOpen(first);
		this.endOpen(newest);
		this.#lastStreamed = Math.max(this.#lastStreamed, newest);
	}

	/** Takes what the stream has brought, in its order; tells of those, by their index, that have no time of their own. */
	hear(entries: readonly Entry[]): ReadonlyMap<number, Heard> {
		const heard = new Map<number, Heard>();
		for (const entry of entries) {
			if (hasOwnTime(entry)) {
				this.endOpen(entry.time);
			}
		}

		const places = betweens(entries, {...anywhere, after: this.#lastStreamed});
		for (const [index, entry] of entries.entries()) {
			const between = places[index];
			if (between === undefined) {
				this.#lastStreamed = Math.max(this.#lastStreamed, entry.time);
				continue;
			}

			const time = placeStreamed(entry, between);
			heard.set(index, {
				time,
				isNew: this.takeStreamed({...fieldsOf(entry), time}, between),
			});
		}

		return heard;
	}

	/** Takes a page, in the order in which it was logged; returns those, by their index, that have no time of their own and are known. */
	takePage(
		entries: readonly Entry[],
		span: Between,
		margin?: Micros,
	): ReadonlySet<number> {
		this.beginPage();
		const known = new Set<number>();
		if (entries.every((entry) => hasOwnTime(entry))) {
			return known;
		}

		const others: Array<readonly [index: number, Entry, Between]> = [];
		for (const [index, between] of betweens(entries, span).entries()) {
			const entry = entries[index];
			if (entry === undefined || between === undefined) {
				continue;
			}

			if (this.#isPaged(entry, between, margin)) {
				known.add(index);
			} else {
				others.push([index, entry, between]);
			}
		}

		// What stands beside an entry that was late stands elsewhere by the stream.
		for (const [index, entry, between] of others) {
			if (this.#isStreamedNear(entry, between)) {
				known.add(index);
			} else {
				this.#addPaged(entry, between);
			}
		}

		return known;
	}

	/** An entry with a time has come behind those that came last; one that is older is but repeated. */
	endOpen(time: Micros) {
		for (const one of this.#open) {
			if (time > one.time) {
				one.before = time;
				this.#open.delete(one);
			}
		}
	}

	/** Notes one that is known from elsewhere. */
	note(entry: Entry, between: Between) {
		this.#add(this.#kindOf(entry), entry, between);
	}

	/** Forgets one that is held no more: it may come again. */
	forget(entry: Entry) {
		const kind = this.#kinds.get(this.#keyOf(entry));
		const index = kind?.all.findIndex(({time}) => time === entry.time) ?? -1;
		if (kind !== undefined && index !== -1) {
			this.#drop(kind, index, 1);
		}
	}

	/** Where those were put that came before their time, which was this. */
	arrivalsOf(time: Micros): Iterable<Micros> {
		return this.#arrivals.get(time) ?? [];
	}

	/** Whether an entry of a page is none of those that are known. */
	takePaged(
		entry: Entry,
		between: Between,
		/** So far entries are seen to be out of order. */
		margin = 0,
	): boolean {
		if (this.#isPaged(entry, between, margin)) {
			return false;
		}

		this.#addPaged(entry, between);
		return true;
	}

	/** Whether an entry of the stream is none of those that are known. That it is late is no reason to look farther: it may be but repeated. */
	takeStreamed(entry: Entry, between: Between): boolean {
		const kind = this.#kindOf(entry);
		const isBounded = between.before !== Number.POSITIVE_INFINITY;
		const same =
			between.after === Number.NEGATIVE_INFINITY
				? this.#findBeginning(kind.all, entry, between)
				: kind.streamed.find(kind.all, this.#stream, {
						isTaken: (one) => one.stream === this.#stream,
						isOver: (one) => one.before <= between.after,
						isAhead: (one) =>
							one.after >
							(isBounded || one.isFirst ? between.before : between.after),
						isMeant: (one) => !isBounded || mayBeOne(one, between, 0),
					});
		if (same !== undefined) {
			same.stream = this.#stream;
			return false;
		}

		this.#add(kind, entry, between).stream = this.#stream;
		return true;
	}

	#addPaged(entry: Entry, between: Between) {
		this.#add(this.#kindOf(entry), entry, between).page = this.#page;
	}

	/** Whether one that is known may stand where a page has an entry. */
	#isPaged(entry: Entry, between: Between, margin = 0): boolean {
		const kind = this.#kindOf(entry);
		const same = kind.paged.find(kind.all, this.#page, {
			isTaken: (one) => one.page === this.#page,
			isOver: (one) => one.before + margin < between.after - margin,
			isAhead: (one) => one.after - margin > between.before + margin,
			isMeant: (one) => mayBeOne(one, between, margin),
		});
		if (same !== undefined) {
			same.page = this.#page;
			this.#narrow(kind, same, between);
		}

		return same !== undefined;
	}

	/** Whether the stream has brought one that a page has to have, and has not where the stream had it but near it. */
	#isStreamedNear(entry: Entry, between: Between): boolean {
		const {told} = between;
		const same = this.#kindOf(entry)
			.all.slice(-mostLooked)
			.find(
				(one) =>
					one.told === undefined &&
					one.page !== this.#page &&
					told !== undefined &&
					one.before >= told.from &&
					one.after <= told.to &&
					mayBeOne(one, between, mostLate),
			);
		if (same !== undefined) {
			same.page = this.#page;
		}

		return same !== undefined;
	}

	/** Of those with which a stream begins: what stands right before the next one with a time, else the only one that came just now. */
	#findBeginning(
		all: readonly Sighting[],
		{time}: Entry,
		{before}: Between,
	): Sighting | undefined {
		const isAlone = before === Number.POSITIVE_INFINITY;
		if (isAlone && all.length > mostLooked) {
			return undefined;
		}

		let found: Sighting | undefined;
		for (const one of all.slice(-mostLooked)) {
			const isNear =
				one.stream !== this.#stream &&
				(isAlone
					? finiteOr(one.time, one.after) - longestOverlap <= time &&
						finiteOr(one.time, one.before) + longestOverlap >= time
					: one.after < before && one.before >= before);
			if (isNear && !isAlone) {
				return one;
			}

			if (isNear && found !== undefined) {
				return undefined;
			}

			found = isNear ? one : found;
		}

		return found;
	}

	#kindOf(entry: Entry): Alike {
		const key = this.#keyOf(entry);
		const known = this.#kinds.get(key);
		if (known !== undefined) {
			return known;
		}

		const kind = {all: [], paged: new Walk(), streamed: new Walk()};
		this.#kinds.set(key, kind);
		return kind;
	}

	#add(
		{all, paged, streamed}: Alike,
		entry: Entry,
		{after: known, before, told}: Between,
	): Sighting {
		const {time} = entry;
		const isFirst = known === Number.NEGATIVE_INFINITY && told === undefined;
		const after = isFirst ? Math.min(time, before) - longestWay : known;
		const one = {after, before, told, time, isFirst, stream: -1, page: -1};
		this.#noteArrival(entry);
		const index = placeIn(all, after);
		all.splice(index, 0, one);
		paged.shift(index);
		streamed.shift(index);
		if (before === Number.POSITIVE_INFINITY) {
			this.#open.add(one);
		}

		this.#count++;
		if (this.#count > mostSightings) {
			this.#forget();
		}

		return one;
	}

	/** One that was seen at two places stands at both of them. */
	#narrow(
		{all, paged, streamed}: Alike,
		one: Sighting,
		{after, before}: Between,
	) {
		if (before < one.before) {
			one.before = before;
			this.#open.delete(one);
		}

		if (after > one.after) {
			const from = all.indexOf(one);
			one.after = after;
			all.splice(from, 1);
			const to = placeIn(all, after);
			all.splice(to, 0, one);
			for (const walk of [paged, streamed]) {
				walk.move(from, to);
			}
		}
	}

	#noteArrival(entry: Entry) {
		const claimed = atClaimedTime(entry);
		if (claimed === undefined) {
			return;
		}

		const arrivals = this.#arrivals.get(claimed.time) ?? new Set();
		this.#arrivals.set(claimed.time, arrivals.add(entry.time));
		if (this.#arrivals.size > mostSightings) {
			const [first = 0] = this.#arrivals.keys();
			this.#arrivals.delete(first);
		}
	}

	/** Forgets the half that came first: memory has a ceiling. */
	#forget() {
		const kept = this.#count - Math.floor(this.#count / 2);
		for (const [key, kind] of this.#kinds) {
			this.#drop(kind, 0, this.#count - kept);
			if (kind.all.length > 0) {
				return;
			}

			this.#kinds.delete(key);
		}
	}

	/** What is forgotten waits for no entry behind it either. */
	#drop({all, paged, streamed}: Alike, index: number, count: number) {
		const dropped = all.splice(index, count);
		for (const one of dropped) {
			this.#open.delete(one);
		}

		paged.reset();
		streamed.reset();
		this.#count -= dropped.length;
	}
}

/** One that is known, and where it stands. */
type Sighting = {
	after: Micros;
	before: Micros;
	readonly told: Gap | undefined;
	/** Where it was put. */
	readonly time: Micros;
	/** A stream began with it: behind which entry it stands is not known. */
	readonly isFirst: boolean;
	/** Of the stream that has brought it, or the page: what comes once more of these is another one. */
	stream: number;
	page: number;
};

/** So long an entry may be on its way: one with which a stream begins is put where it came. In microseconds. */
const longestWay: Micros = 15_000_000;
/** How far the time at which a stream puts an entry that it begins with may be from where past logs have it. */
const longestOverlap: Micros = 5_000_000;
/** So late an entry may be without a sign of it, beside one that has no time. */
const mostLate: Micros = 2_000_000;
/** At most so many are remembered. */
const mostSightings = 20_000;
/** So many are looked at for one entry. */
const mostLooked = 1000;

/** What became of an entry that a stream has brought. */
export type Heard = {
	/** It is none of those that are known. */
	readonly isNew: boolean;
	/** Where it is put: behind what has come, as a stream may bring the newest ones first; where the stream begins with it, before the first one that has a time. */
	readonly time: Micros;
};

/** Lines that are printed read them when they are asked for. */
function fieldsOf({
	timeText,
	level,
	region,
	message,
}: Entry): Omit<Entry, 'time'> {
	return {timeText, level, region, message};
}

/** What those have in common that are alike. */
function keyOfUntimed({timeText, level, region, message}: Entry): string {
	return `${timeText ?? ''}\u0000${level}\u0000${region}\u0000${message}`;
}

/** Those that are alike, by what they stand behind; and how far they have been walked through. */
type Alike = {
	readonly all: Sighting[];
	readonly paged: Walk;
	readonly streamed: Walk;
};

/** A walk through those that are alike, for entries of one round that are in order. */
class Walk {
	#round = -1;
	/** None before it is meant in this round any more. */
	#index = 0;

	find(
		all: readonly Sighting[],
		round: number,
		{
			isTaken,
			isOver,
			isAhead,
			isMeant,
		}: Readonly<
			Record<
				'isTaken' | 'isOver' | 'isAhead' | 'isMeant',
				(one: Sighting) => boolean
			>
		>,
	): Sighting | undefined {
		if (round !== this.#round) {
			this.#round = round;
			this.#index = 0;
		}

		let isFirst = true;
		let lookedCount = 0;
		for (let index = this.#index; index < all.length; index++) {
			const one = all[index];
			if (one === undefined || isAhead(one) || lookedCount > mostLooked) {
				return undefined;
			}

			const isPassed = isTaken(one) || isOver(one);
			if (!isPassed && isMeant(one)) {
				return one;
			}

			lookedCount += isFirst && isPassed ? 0 : 1;
			isFirst &&= isPassed;
			this.#index = isFirst ? index + 1 : this.#index;
		}

		return undefined;
	}

	/** Another one stands at an index now. */
	shift(index: number) {
		this.#index += index < this.#index ? 1 : 0;
	}

	/** One stands at another index now. */
	move(from: number, to: number) {
		this.#index -= from < this.#index ? 1 : 0;
		this.shift(to);
	}

	reset() {
		this.#index = 0;
	}
}

/** The index behind those that stand behind no later entry. */
function placeIn(all: readonly Sighting[], after: Micros): number {
	let low = 0;
	let high = all.length;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if ((all[middle]?.after ?? 0) <= after) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}

function finiteOr(time: Micros, end: Micros): Micros {
	return Number.isFinite(end) ? end : time;
}
