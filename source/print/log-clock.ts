import {type Entry, isStray, type Micros} from '../log/entry.ts';

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
		if (isStray(entry)) {
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
