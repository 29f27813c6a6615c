import {ApiError} from '../feeds/http/errors.ts';
import {contentKey, type Entry, isStray, type Micros} from '../log/entry.ts';
import {type Filter} from '../log/query.ts';
import {longestLag} from '../timeline/margin.ts';
import {Multiset} from '../timeline/seam.ts';
import {lagging} from '../timeline/lag.ts';
import {type Strays} from '../timeline/strays.ts';
import {type ConnectionNotices} from './connection-notices.ts';
import {type Line} from './line.ts';
import {pastLines, type PastContext} from './past-lines.ts';
import {digestOf, overlap, type Recent} from './recent.ts';

/** What the `Date` header, in whole seconds, leaves open. */
const aheadMargin: Micros = 2_000_000;
/** In milliseconds: how often past logs are asked while they lag behind live ones. */
const lagPause = 1000;

export type SeamContext = PastContext & {
	readonly filter: Filter;
	readonly notices: ConnectionNotices;
};

/** Where a live stream goes on with what was printed before it was opened: what both have is printed once, and what lies between them is asked of the past. */
export class Seam {
	readonly #context: SeamContext;
	readonly #recent: Recent;
	readonly #strays: Strays;
	/** The server's clock less ours. */
	#offset: Micros = 0;
	/** What the stream may repeat: entries printed before it was opened, and those that the past has given since; absent once it is past all that. */
	#repeated: {readonly before: Multiset; readonly filled: Multiset} | undefined;
	/** Whether nothing is missing between the past and the stream. */
	#isJoined = false;

	constructor(recent: Recent, strays: Strays, context: SeamContext) {
		this.#recent = recent;
		this.#strays = strays;
		this.#context = context;
	}

	/** At the beginning: the past has been printed up to now, or none of it is asked for. */
	begin(hasPast: boolean, serverTime?: Micros): void {
		this.#tellClock(serverTime);
		this.#isJoined = !hasPast;
		this.#repeated = {before: new Multiset(), filled: this.#recent.counts()};
	}

	/** Anew, with a stream that was opened after a loss. */
	async *reopen(serverTime?: Micros): AsyncGenerator<readonly Line[], void> {
		this.#tellClock(serverTime);
		this.#isJoined = false;
		this.#strays.beginStream();
		this.#repeated = {before: this.#recent.counts(), filled: new Multiset()};
		yield* this.#fill();
	}

	/** Those of the stream's entries that are new, after what the past has before them. */
	async *take(lines: readonly Line[]): AsyncGenerator<readonly Line[], void> {
		const fresh: Line[] = [];
		for (const line of lines) {
			const {entry} = line;
			if (isStray(entry)) {
				if (this.#strays.takeStreamed(entry)) {
					fresh.push(line);
				}

				continue;
			}

			if (this.#repeated?.before.take(digestOf(entry))) {
				continue;
			}

			if (this.#repeated?.filled.take(digestOf(entry))) {
				this.#isJoined = true;
				this.#context.notices.joined();
				continue;
			}

			if (!this.#isJoined && !this.#isAhead(entry)) {
				this.#isJoined = true;
				// What has come of clocks that are wrong has come before.
				yield fresh.splice(0);
				yield* this.#join(entry);
				if (this.#repeated?.filled.take(digestOf(entry))) {
					continue;
				}
			}

			if (entry.time > this.#recent.latest + overlap) {
				this.#repeated = undefined;
			}

			this.#recent.add(entry);
			fresh.push(line);
		}

		yield fresh;
	}

	#tellClock(serverTime: Micros | undefined): void {
		if (serverTime !== undefined) {
			this.#offset = serverTime - this.#context.clock.now() * 1000;
		}
	}

	/** Whether an entry comes from a clock that is ahead: past logs, which end at the server's now, do not have it for a while. */
	#isAhead({time}: Entry): boolean {
		const {clock} = this.#context;
		return time > clock.now() * 1000 + this.#offset + aheadMargin;
	}

	/** Asks the past until it holds the first new entry of the stream. */
	async *#join(first: Entry): AsyncGenerator<readonly Line[], void> {
		const {clock, signal, notices} = this.#context;
		const from = this.#recent.latest;
		const deadline = clock.now() + longestLag / 1000;
		const key = contentKey(first);
		let isReached = false;
		const look = (entry: Entry) => {
			isReached ||= contentKey(entry) === key;
			return !isReached;
		};

		while (!signal.aborted) {
			const failure = yield* this.#fill(look);
			if (isReached) {
				notices.joined();
				return;
			}

			if (clock.now() + lagPause > deadline) {
				notices.joined();
				notices.incomplete(from, first.time, (failure ?? lagging).message);
				return;
			}

			// eslint-disable-next-line no-await-in-loop -- The past is asked again and again.
			await clock.sleep(lagPause, signal);
		}
	}

	/** What the past has beyond that which was printed; `look` says of each entry whether it was missing, or comes from the stream as well. Returns why it could not be had now. */
	async *#fill(
		look: (entry: Entry) => boolean = () => true,
	): AsyncGenerator<readonly Line[], ApiError | undefined> {
		const {filter, notices} = this.#context;
		const recent = this.#recent;
		const printed = recent.counts();
		this.#strays.beginPages();
		const range = {since: recent.since};
		const query = {filter, range, order: 'asc'} as const;
		try {
			for await (const lines of pastLines(query, this.#context)) {
				const fresh: Line[] = [];
				let count = 0;
				for (const line of lines) {
					if (isStray(line.entry)) {
						if (this.#strays.takePaged(line.entry)) {
							fresh.push(line);
						}

						continue;
					}

					const wasMissing = look(line.entry);
					if (!printed.take(digestOf(line.entry))) {
						count += wasMissing ? 1 : 0;
						recent.add(line.entry);
						this.#repeated?.filled.add(digestOf(line.entry));
						fresh.push(line);
					}
				}

				notices.filled(count);
				yield fresh;
			}

			return undefined;
		} catch (error) {
			// A gap that cannot be filled now is said by who asked; the stream goes on.
			if (error instanceof ApiError && error.mayHeal) {
				return error;
			}

			throw error;
		}
	}
}
