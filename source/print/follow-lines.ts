import {type LogClient} from '../api/client.ts';
import {ApiError} from '../api/errors.ts';
import {follow, type FollowEvent} from '../api/follow.ts';
import {contentKey, type Entry, type Micros} from '../log/entry.ts';
import {type Filter} from '../log/query.ts';
import {type Multiset} from '../store/seam.ts';
import {type Line, linesOf} from './line.ts';
import {pastLines, type PastContext} from './past-lines.ts';
import {overlap, Recent} from './recent.ts';

/** In milliseconds: for how long past logs may lag behind live ones, and how often they are asked meanwhile. */
const longestLag = 30_000;
const lagPause = 1000;

export type FollowContext = PastContext & {
	readonly client: LogClient;
	readonly filter: Filter;
	/** From when on the start is whole; absent: from its first entry on. */
	readonly since?: Micros;
	/** What comes before the live entries; absent: nothing. */
	readonly start?: AsyncIterable<readonly Line[]>;
	readonly formatTime: (time: Micros) => string;
	/** Told a sentence for people. */
	readonly onNotice: (text: string) => void;
};

/**
The start, then live entries for ever: complete and in order, through cuts.

A live stream is open before the past is asked for, so that nothing falls between them. Its entries wait on the wire meanwhile: nobody reads, and the server is slowed down. The past is asked until it holds the stream's first new entry, because it may lag behind.
*/
export async function* followLines(
	context: FollowContext,
): AsyncGenerator<readonly Line[], void> {
	const following = new Following(context);
	for await (const event of follow(context)) {
		yield* following.take(event);
	}
}

class Following {
	readonly #context: FollowContext;
	#recent: Recent | undefined;
	/** What the open stream may repeat: entries printed before it was opened, and those that the past has given since. */
	#repeated: {readonly before: Multiset; readonly filled: Multiset} | undefined;
	/** Whether nothing is missing between the past and the open stream. */
	#isJoined = false;
	#isOpen = false;
	#cutAt: number | undefined;
	/** What is to be said of a lost connection once it is known what became of it. */
	#reconnected: {readonly seconds: number; count: number} | undefined;
	#said: string | undefined;

	constructor(context: FollowContext) {
		this.#context = context;
	}

	async *take(event: FollowEvent): AsyncGenerator<readonly Line[], void> {
		switch (event.kind) {
			case 'connecting': {
				this.#isOpen = false;
				break;
			}

			case 'live': {
				yield* this.#open(event.serverTime);
				break;
			}

			case 'entries': {
				yield* this.#open();
				this.#context.onMalformed(event.batch.malformedCount);
				yield* this.#takeLines(linesOf(event.batch));
				break;
			}

			case 'cut': {
				this.#cut(event);
				break;
			}
		}
	}

	async *#open(serverTime?: Micros): AsyncGenerator<readonly Line[], void> {
		if (this.#isOpen) {
			return;
		}

		this.#isOpen = true;
		this.#said = undefined;
		if (this.#recent === undefined) {
			yield* this.#begin(serverTime);
			return;
		}

		this.#isJoined = false;
		this.#repeated = {
			before: this.#recent.counts(),
			filled: new Recent(0).counts(),
		};
		const {clock} = this.#context;
		this.#reconnected = {
			seconds: Math.round((clock.now() - (this.#cutAt ?? clock.now())) / 1000),
			count: 0,
		};
		yield* this.#fill(this.#recent);
	}

	async *#begin(serverTime?: Micros): AsyncGenerator<readonly Line[], void> {
		const {start, since, clock} = this.#context;
		if (start === undefined) {
			this.#recent = new Recent(serverTime ?? clock.now() * 1000);
			this.#isJoined = true;
			return;
		}

		let recent = since === undefined ? undefined : new Recent(since);
		for await (const lines of start) {
			const [first] = lines;
			if (first !== undefined) {
				recent ??= new Recent(first.entry.time + 1);
			}

			for (const {entry} of lines) {
				recent?.add(entry);
			}

			yield lines;
		}

		// Where nothing was ever logged, all that comes is new.
		this.#recent = recent ?? new Recent(0);
		this.#repeated = {
			before: new Recent(0).counts(),
			filled: this.#recent.counts(),
		};
	}

	async *#takeLines(
		lines: readonly Line[],
	): AsyncGenerator<readonly Line[], void> {
		const recent = this.#recent;
		if (recent === undefined) {
			return;
		}

		const fresh: Line[] = [];
		for (const line of lines) {
			if (this.#repeated?.before.take(line.entry)) {
				continue;
			}

			if (this.#repeated?.filled.take(line.entry)) {
				this.#isJoined = true;
				this.#sayReconnected();
				continue;
			}

			if (!this.#isJoined) {
				this.#isJoined = true;
				yield* this.#join(recent, line.entry);
				if (this.#repeated?.filled.take(line.entry)) {
					continue;
				}
			}

			if (line.entry.time > recent.latest + overlap) {
				this.#repeated = undefined;
			}

			recent.add(line.entry);
			fresh.push(line);
		}

		yield fresh;
	}

	/** Asks the past until it holds the first new entry of the open stream. */
	async *#join(
		recent: Recent,
		first: Entry,
	): AsyncGenerator<readonly Line[], void> {
		const {clock, signal, formatTime, onNotice} = this.#context;
		const from = recent.latest;
		const deadline = clock.now() + longestLag;
		const key = contentKey(first);
		let isReached = false;
		const look = (entry: Entry) => {
			isReached ||= contentKey(entry) === key;
			return !isReached;
		};

		while (!signal.aborted) {
			yield* this.#fill(recent, look);
			if (isReached) {
				this.#sayReconnected();
				return;
			}

			if (clock.now() + lagPause > deadline) {
				this.#sayReconnected();
				onNotice(
					`${formatTime(from)} to ${formatTime(first.time)} may be incomplete`,
				);
				return;
			}

			// eslint-disable-next-line no-await-in-loop -- The past is asked again and again.
			await clock.sleep(lagPause, signal);
		}
	}

	/** What the past has beyond that which was printed; `look` says of each entry whether it was missing, or comes from the stream as well. */
	async *#fill(
		recent: Recent,
		look: (entry: Entry) => boolean = () => true,
	): AsyncGenerator<readonly Line[], void> {
		const {filter} = this.#context;
		const printed = recent.counts();
		const query = {
			filter,
			range: {since: recent.since},
			order: 'asc',
		} as const;
		try {
			for await (const lines of pastLines(query, this.#context)) {
				const fresh: Line[] = [];
				let count = 0;
				for (const line of lines) {
					const wasMissing = look(line.entry);
					if (!printed.take(line.entry)) {
						count += wasMissing ? 1 : 0;
						recent.add(line.entry);
						this.#repeated?.filled.add(line.entry);
						fresh.push(line);
					}
				}

				if (this.#reconnected !== undefined) {
					this.#reconnected.count += count;
				}

				yield fresh;
			}
		} catch (error) {
			// A gap that cannot be filled now is said by who asked; the stream goes on.
			if (!(error instanceof ApiError && error.mayHeal)) {
				throw error;
			}
		}
	}

	/** Once: after that, what the past brings is no news. */
	#sayReconnected(): void {
		if (this.#reconnected === undefined) {
			return;
		}

		const {seconds, count} = this.#reconnected;
		this.#reconnected = undefined;
		this.#context.onNotice(
			`reconnected after ${seconds} s · ${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'} filled`,
		);
	}

	#cut({error, attempt}: Extract<FollowEvent, {kind: 'cut'}>): void {
		const {clock, onNotice} = this.#context;
		if (this.#isOpen || this.#cutAt === undefined) {
			this.#cutAt = clock.now();
		}

		const text = `${error?.message ?? 'The server has ended the stream.'} Trying again.`;
		// The first attempt after a cut is at once, and mostly succeeds.
		if ((attempt > 1 || this.#recent === undefined) && text !== this.#said) {
			this.#said = text;
			onNotice(text);
		}
	}
}
