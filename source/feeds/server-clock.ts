import {hasOwnTime, type Micros} from '../log/entry.ts';
import {type EntryColumns} from '../log/entry-columns.ts';
import {type TimeSpan} from '../log/time-range.ts';

/**
The server's clock, by all that speaks of it: the `Date` headers of its answers, its entries, our own clock.

A header alone is no proof: some servers tell their local time as GMT, several behind one address have several clocks, a cache gives what was right long ago. So it is believed where entries that come as they are logged bear it out, or our clock does. Where neither does, and the entries show another time that is near ours, or always the same one, it is they that tell. Of several clocks that nothing bears out, the one that was heard most is taken.

An entry that is older than a clock says nothing against it, for it may have been long on its way. One alone that is dated ahead does not outweigh a clock that others bear out.
*/
export class ServerClock {
	readonly #now: () => Micros;
	readonly #steady: () => Micros;
	/** Our clock less one that nobody sets. */
	#lead: Micros;
	/** What headers have told, in the order in which each was heard first. */
	#told: Told[] = [];
	/** How often entries that came live, the newest last, were ahead of our clock. */
	#live: Micros[] = [];
	/** By how much the newest entries of past logs were, at most. */
	#past: Micros | undefined;
	/** Past logs have had an entry of what our clock showed just then. */
	#isPastOurs = false;
	/** How often entries have been ahead of all that headers told. */
	#againstAll = 0;

	constructor(now?: () => Micros, steady = now) {
		this.#now = now ?? (() => Date.now() * 1000);
		this.#steady = steady ?? (() => performance.now() * 1000);
		this.#lead = this.#now() - this.#steady();
	}

	/** Our clock. Where it is set, or was asleep, what was known by it is known no more. */
	get ours(): Micros {
		const now = this.#now();
		const lead = now - this.#steady();
		if (Math.abs(lead - this.#lead) > leastJump) {
			this.#told = [];
			this.#live = [];
			this.#past = undefined;
			this.#isPastOurs = false;
			this.#againstAll = 0;
		}

		this.#lead = lead;
		return now;
	}

	/** Absent where no header has told it. */
	get now(): Micros | undefined {
		return this.at(this.ours);
	}

	/** What it shows when ours shows `ours`. */
	at(ours: Micros): Micros | undefined {
		const offset = this.#bornOut() ?? this.#likely();
		return offset === undefined ? undefined : ours + offset;
	}

	/** The times that it may show: one, where more than one thing says so. */
	get span(): TimeSpan {
		const {ours} = this;
		const known = this.#bornOut();
		const offsets = known === undefined ? [0, ...this.#offsets] : [known];
		return {from: ours + Math.min(...offsets), to: ours + Math.max(...offsets)};
	}

	/** An answer has come with this `Date`, which a cache has kept for so long; returns what the clock shows. */
	hearDate(date: Micros | undefined, age: Micros = 0): Micros | undefined {
		const {ours} = this;
		if (date !== undefined) {
			// Some caches tell their own time, and the age beside it.
			const known = [date + age, date].find(
				(time) =>
					isNear(time, ours) ||
					this.#told.some(({offset}) => isNear(time - ours, offset)),
			);
			this.#note(known ?? date + age, ours);
		}

		return this.at(ours);
	}

	/** Entries have come as they are logged; returns what the clock shows. */
	hearLive(entries: EntryColumns): Micros | undefined {
		const {ours} = this;
		const offsets = sampleTimes(entries).map((time) => time - ours);
		const shown = middleOf(offsets);
		if (shown !== undefined) {
			this.#live = [...this.#live, shown].slice(-mostHeard);
			// One that bears a clock out outweighs all that are ahead of it.
			const weigh = (clocks: readonly Micros[]) =>
				offsets.some((one) => clocks.some((clock) => isNear(one, clock)))
					? mostHeard
					: isAheadOfAll(shown, clocks)
						? -1
						: 0;
			for (const one of this.#told) {
				one.borneOut = count(one.borneOut, weigh([one.offset]));
			}

			this.#againstAll = count(this.#againstAll, -weigh(this.#offsets));
		}

		return this.at(ours);
	}

	/** Past logs with entries of these times have come, when our clock showed `ours`. Where they were not asked for up to now, their newest entry says nothing but that it is no later than now. */
	hearPast(
		times: Float64Array,
		{ours, isToNow}: {readonly ours: Micros; readonly isToNow: boolean},
	) {
		// Of so many it is not likely that most are dated ahead.
		const first = middleOf([...times.subarray(0, mostHeard)]);
		const last = middleOf([...times.subarray(-mostHeard)]);
		if (first === undefined || last === undefined) {
			return;
		}

		this.#isPastOurs ||= times.some((time) => isNear(time, ours));
		const newest = Math.max(first, last);
		if (isToNow || isAheadOfAll(newest - ours, this.#offsets)) {
			this.#past = Math.max(this.#past ?? newest - ours, newest - ours);
		}
	}

	/** By how much what headers have told is ahead of ours. */
	get #offsets(): readonly Micros[] {
		return this.#told.map(({offset}) => offset);
	}

	#note(date: Micros, ours: Micros) {
		const offset = date - ours;
		const known = this.#told.find((one) => isNear(offset, one.offset));
		const isKept =
			known === undefined && this.#told.some(({newest}) => newest === date);
		if (isKept) {
			return;
		}

		for (const one of this.#told) {
			one.heard = count(one.heard, one === known ? 1 : -1);
		}

		if (known === undefined) {
			this.#told.push({offset, newest: date, heard: 1, borneOut: 0});
			if (this.#told.length > mostHeard) {
				const least = mostOf(this.#told.slice(0, -1), (one) => -rank(one));
				this.#told = this.#told.filter((one) => one !== least);
			}
		} else if (date > known.newest) {
			// One that does not go on was kept somewhere.
			known.offset = offset;
			known.newest = date;
		}
	}

	/** By how much it is ahead of ours, where more than one thing says so. */
	#bornOut(): Micros | undefined {
		if (this.#told.length === 0) {
			return undefined;
		}

		const best = mostOf(this.#told, ({borneOut}) => borneOut);
		if (
			best !== undefined &&
			best.borneOut > 0 &&
			best.borneOut >= this.#againstAll
		) {
			return best.offset;
		}

		return (
			this.#told.find(({offset}) => isNear(offset, 0))?.offset ??
			this.#shownLive()
		);
	}

	/** What entries show that came live, where our clock is about the same, or they say it again and again. */
	#shownLive(): Micros | undefined {
		const alike = (shown: Micros) =>
			this.#live.filter((one) => isNear(one, shown));
		const shown = mostOf(
			this.#live.toSorted((a, b) => a - b),
			(one) => alike(one).length,
		);
		if (shown === undefined) {
			return undefined;
		}

		const nearest = Math.min(
			...this.#told.map(({offset}) => Math.abs(shown - offset)),
		);
		const isAgain =
			alike(shown).length === mostHeard && this.#againstAll === mostHeard;
		return isNear(shown, 0) || nearness * Math.abs(shown) <= nearest || isAgain
			? Math.max(...alike(shown))
			: undefined;
	}

	/** The clock that was heard most; ours where past logs contradict that one. */
	#likely(): Micros | undefined {
		const most = mostOf(this.#told, ({heard}) => heard)?.offset;
		const past = this.#past;
		if (most === undefined || past === undefined || isNear(past, most)) {
			return most;
		}

		if (this.#isPastOurs && most < -clockMargin) {
			return 0;
		}

		return isNear(past, 0) ||
			nearness * Math.abs(past) <= Math.abs(past - most) ||
			(past > most && past < 0)
			? Math.max(0, past)
			: most;
	}
}

/** A clock that headers have told. */
type Told = {
	/** By how much it is ahead of ours. */
	offset: Micros;
	/** The newest time that it has told. */
	newest: Micros;
	/** How often it was heard, and how often entries have borne it out, of late. */
	heard: number;
	borneOut: number;
};

/** So far the clocks of servers and regions may be apart. */
export const clockMargin: Micros = 60_000_000;
/** In microseconds: a clock that jumps by as much was set, or its machine was asleep. */
const leastJump = 2_000_000;
/** So many clocks are remembered, so many entries are what each is compared by, and so often it is counted at most. */
const mostHeard = 8;
/** Entries are near our clock, which may be wrong by minutes, where they are so many times farther from all others. */
const nearness = 3;

function isNear(a: Micros, b: Micros): boolean {
	return Math.abs(a - b) <= clockMargin;
}

function isAheadOfAll(shown: Micros, clocks: readonly Micros[]): boolean {
	return clocks.every((clock) => shown > clock + clockMargin);
}

/** Of entries that have a time, up to so many, from all over them. */
function sampleTimes(entries: EntryColumns): readonly Micros[] {
	const step = Math.max(1, entries.length / mostHeard);
	const times: Micros[] = [];
	for (let at = 0; at < entries.length; at += step) {
		const index = Math.floor(at);
		if (isTimed(entries, index)) {
			times.push(entries.time(index));
		}
	}

	return times;
}

function isTimed(entries: EntryColumns, index: number): boolean {
	return (
		!entries.hasTimeTexts ||
		hasOwnTime({
			time: entries.time(index),
			timeText: entries.timeText(index),
		})
	);
}

/** Of an even number the smaller one. */
function middleOf(times: readonly Micros[]): Micros | undefined {
	return times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) / 2)];
}

function count(value: number, by: number): number {
	return Math.max(0, Math.min(mostHeard, value + by));
}

function rank({heard, borneOut}: Told): number {
	return heard + borneOut * mostHeard;
}

/** The first of those for which a number is greatest. */
function mostOf<Item>(
	items: readonly Item[],
	numberOf: (item: Item) => number,
): Item | undefined {
	let most: Item | undefined;
	for (const item of items) {
		most = most === undefined || numberOf(item) > numberOf(most) ? item : most;
	}

	return most;
}
