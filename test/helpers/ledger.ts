import {contentKey, type Entry, type Micros} from '../../source/log/entry.ts';
import {plainLevel} from '../../source/log/level.ts';
import {knownGaps} from '../../source/store/missing.ts';
import {type Logs} from '../../source/store/logs.ts';
import {type Burst, emit, latest, mostSkew} from './emission.ts';

export type Account = {
	checked: number;
	/** Entries that are not there although nothing says so. */
	lost: number;
	doubled: number;
	disordered: number;
	/** The first few that were lost or doubled, for whoever looks for the cause. */
	readonly examples: string[];
};

/** Compares, piece of time after piece of time, what a deployment has logged with what a reader holds. */
export class Ledger {
	readonly account: Account = {
		checked: 0,
		lost: 0,
		doubled: 0,
		disordered: 0,
		examples: [],
	};

	/** All before is checked. */
	until: Micros;
	#bursts: Burst[] = [];

	constructor(from: Micros) {
		this.until = from;
	}

	/** Bursts come in the order of their moments. */
	note(...bursts: readonly Burst[]) {
		this.#bursts.push(...bursts);
	}

	/** Checks up to `to`, or up to the first gap that the list speaks of; returns how far it came. */
	check(logs: Logs, to: Micros): Micros {
		const gap = knownGaps(logs).find((one) => one.to > this.until);
		const end = Math.min(to, gap?.from ?? to);
		if (end <= this.until) {
			return this.until;
		}

		const emitted = this.#bursts
			.filter(({at}) => at - latest - mostSkew < end)
			.flatMap((burst) => emit(burst))
			.filter(({time}) => time >= this.until && time < end);
		this.#compare(emitted, held(logs, this.until, end), end);
		this.until = end;
		this.#bursts = this.#bursts.filter(({at}) => at >= end - mostSkew);
		return end;
	}

	/** Gives up what lies before: a gap that nobody fills. */
	skip(to: Micros) {
		this.until = Math.max(this.until, to);
	}

	#compare(emitted: readonly Entry[], shown: readonly Entry[], end: Micros) {
		const {account} = this;
		const counts = new Map<string, number>();
		for (const entry of emitted) {
			const key = contentKey(entry);
			counts.set(key, (counts.get(key) ?? 0) + 1);
		}

		let before = 0;
		for (const entry of shown) {
			// Version 2 calls a level `warn`.
			const key = contentKey({...entry, level: plainLevel(entry.level)});
			const count = counts.get(key) ?? 0;
			if (count === 0) {
				account.doubled++;
				this.#example('doubled', entry, end);
			} else {
				counts.set(key, count - 1);
			}

			account.disordered += entry.time < before ? 1 : 0;
			before = entry.time;
		}

		for (const [key, count] of counts) {
			if (count > 0) {
				account.lost += count;
				const entry = emitted.find((one) => contentKey(one) === key);
				this.#example('lost', entry, end);
			}
		}

		account.checked += emitted.length;
	}

	#example(what: string, entry: Entry | undefined, end: Micros) {
		if (entry !== undefined && this.account.examples.length < 10) {
			this.account.examples.push(
				`${what}: ${JSON.stringify(entry)}, checked up to ${end}`,
			);
		}
	}
}

function held({buffer}: Logs, from: Micros, to: Micros): Entry[] {
	const entries: Entry[] = [];
	for (const place of buffer.places(from, to)) {
		const entry = buffer.entry(buffer.idAt(place));
		if (entry !== undefined) {
			entries.push(entry);
		}
	}

	return entries;
}
