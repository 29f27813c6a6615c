import {contentKey, type Entry, isUntimed, type Micros} from '../log/entry.ts';
import {type Page} from './page.ts';

/** Where an entry without a time stands: behind one that has a time, and before the next one that has, as far as that is known. */
export type Between = {readonly after: Micros; readonly before: Micros};

/** Whenever. */
export const anywhere: Between = {
	after: Number.NEGATIVE_INFINITY,
	before: Number.POSITIVE_INFINITY,
};

/** What the `Date` header, in whole seconds, leaves open. */
const clockMargin: Micros = 1_000_000;

/** Within which span the server has put what a page brings anew. */
export function spanOf(page: Page): Between {
	const {from, to, range, cursor} = page;
	const asked = cursor === undefined ? range : {from, to};
	return {
		// What stands at the first instant of it is asked for, too.
		after: asked.from - 1,
		before: Math.min(asked.to, answeredAt(page)),
	};
}

/** Up to when a page speaks of what was logged. */
export function answeredAt({serverTime}: Pick<Page, 'serverTime'>): Micros {
	return serverTime === undefined
		? Number.POSITIVE_INFINITY
		: serverTime + clockMargin;
}

/** Where each of some entries stands that has no time; they are in the order in which they were logged, and all of them lie within a span. */
export function betweens(
	entries: readonly Entry[],
	{after: first, before: last}: Between,
): ReadonlyArray<Between | undefined> {
	const found: Array<Between | undefined> = [];
	let after = first;
	for (const [index, entry] of entries.entries()) {
		if (isUntimed(entry)) {
			found[index] = {after, before: last};
		} else {
			after = Math.max(after, entry.time);
		}
	}

	let before = last;
	for (let index = entries.length - 1; index >= 0; index--) {
		const one = found[index];
		if (one === undefined) {
			before = entries[index]?.time ?? before;
		} else {
			// What comes behind it may be older, where a stream brings the newest ones first.
			found[index] = {...one, before: before < one.after ? last : before};
		}
	}

	return found;
}

/** One that is known, and where it stands. */
type Sighting = {
	after: Micros;
	before: Micros;
	/** Where it was put. */
	readonly time: Micros;
	/** Of the stream that has brought it, or the page: what comes once more of these is another one. */
	stream: number;
	page: number;
};

/** How far the time at which a stream puts an entry that it begins with may be from where past logs have it. */
const longestOverlap: Micros = 5_000_000;
/** At most so many are remembered. */
const mostSightings = 20_000;

/**
Entries without a time, and where they were seen: so that those that come again are told from those that are alike.

They have no time to be known by, but those around them have: two are the same when they are alike, and may stand at one place between two that have a time. So many of them are one and the same as both sides have there. Where a stream begins with some, and nothing tells behind which entry they stand, one is known only when past logs have just brought one of its kind, and no more.
*/
export class UntimedEntries {
	readonly #sightings = new Map<string, Sighting[]>();
	readonly #keyOf: (entry: Entry) => string;
	/** Those behind which no entry with a time has come yet. */
	#open: Sighting[] = [];
	#stream = 0;
	#page = 0;
	#count = 0;

	constructor(keyOf = contentKey) {
		this.#keyOf = keyOf;
	}

	/** A stream begins: it may bring again what is known. */
	beginStream() {
		this.#stream++;
		this.#open = [];
	}

	/** A page begins: it may bring again what is known. */
	beginPage() {
		this.#page++;
	}

	/** An entry with a time has come behind those that came last. */
	endOpen(time: Micros) {
		for (const one of this.#open) {
			one.before = Math.max(one.after, time);
		}

		this.#open = [];
	}

	/** Notes one that is known from elsewhere. */
	note(entry: Entry, between: Between) {
		this.#add(this.#keyOf(entry), entry, between);
	}

	/** Whether an entry of a page is none of those that are known. */
	takePaged(
		entry: Entry,
		between: Between,
		/** So far entries are seen to be out of order. */
		margin = 0,
	): boolean {
		const key = this.#keyOf(entry);
		const same = this.#sightings
			.get(key)
			?.find(
				(one) => one.page !== this.#page && mayBeOne(one, between, margin),
			);
		if (same !== undefined) {
			same.page = this.#page;
			return false;
		}

		this.#add(key, entry, between).page = this.#page;
		return true;
	}

	/** Whether an entry of the stream is none of those that are known. */
	takeStreamed(entry: Entry, between: Between, margin = 0): boolean {
		const key = this.#keyOf(entry);
		const others = (this.#sightings.get(key) ?? []).filter(
			({stream}) => stream !== this.#stream,
		);
		const same = findStreamed(others, entry, between, margin);
		if (same !== undefined) {
			same.stream = this.#stream;
			return false;
		}

		this.#add(key, entry, between).stream = this.#stream;
		return true;
	}

	#add(key: string, {time}: Entry, {after, before}: Between): Sighting {
		const one = {after, before, time, stream: -1, page: -1};
		const same = this.#sightings.get(key);
		if (same === undefined) {
			this.#sightings.set(key, [one]);
		} else {
			same.push(one);
		}

		if (before === Number.POSITIVE_INFINITY) {
			this.#open.push(one);
		}

		this.#count++;
		if (this.#count > mostSightings) {
			this.#forget();
		}

		return one;
	}

	/** Forgets the half that came first: memory has a ceiling. */
	#forget() {
		let left = Math.floor(this.#count / 2);
		this.#count -= left;
		for (const [key, all] of this.#sightings) {
			left -= all.splice(0, left).length;
			if (all.length > 0) {
				return;
			}

			this.#sightings.delete(key);
		}
	}
}

function findStreamed(
	others: readonly Sighting[],
	entry: Entry,
	{after, before}: Between,
	margin: Micros,
): Sighting | undefined {
	if (after !== Number.NEGATIVE_INFINITY) {
		return others.find(
			(one) => one.after - margin <= after && one.before + margin > after,
		);
	}

	if (before !== Number.POSITIVE_INFINITY) {
		return others.find(
			(one) => one.after - margin < before && one.before + margin >= before,
		);
	}

	const near = others.filter(
		({time, ...one}) =>
			finiteOr(time, one.after) - longestOverlap <= entry.time &&
			finiteOr(time, one.before) + longestOverlap >= entry.time,
	);
	return near.length === 1 ? near[0] : undefined;
}

function finiteOr(time: Micros, end: Micros): Micros {
	return Number.isFinite(end) ? end : time;
}

/** Whether there is a place at which both may stand. */
function mayBeOne(a: Between, b: Between, margin: Micros): boolean {
	const from = Math.max(a.after, b.after) - margin;
	const to = Math.min(a.before, b.before) + margin;
	// Between two entries of one instant there is room as well.
	return (
		from < to || (from === to && (a.after === a.before || b.after === b.before))
	);
}
