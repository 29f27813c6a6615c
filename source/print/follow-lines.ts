import {type Feed} from '../feeds/feed.ts';
import {follow, type FollowEvent} from '../feeds/follow.ts';
import {type Micros} from '../log/entry.ts';
import {type Filter} from '../log/query.ts';
import {Strays} from '../timeline/strays.ts';
import {ConnectionNotices, type NoticesContext} from './connection-notices.ts';
import {type Line, linesOf} from './line.ts';
import {type PastContext} from './past-lines.ts';
import {Recent} from './recent.ts';
import {Seam} from './seam.ts';

export type FollowContext = PastContext &
	NoticesContext & {
		readonly feed: Feed;
		readonly filter: Filter;
		/** From when on the start is whole; absent: from its first entry on. */
		readonly since?: Micros;
		/** What comes before the live entries; absent: nothing. */
		readonly start?: AsyncIterable<readonly Line[]>;
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
	readonly #notices: ConnectionNotices;
	/** Absent until the first stream is open. */
	#seam: Seam | undefined;
	#isOpen = false;

	constructor(context: FollowContext) {
		this.#context = context;
		this.#notices = new ConnectionNotices(context);
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
				yield* this.#seam?.take(linesOf(event.batch)) ?? [];
				break;
			}

			case 'cut': {
				this.#notices.cut(event);
				break;
			}
		}
	}

	async *#open(serverTime?: Micros): AsyncGenerator<readonly Line[], void> {
		if (this.#isOpen) {
			return;
		}

		this.#isOpen = true;
		this.#notices.opened();
		yield* this.#seam === undefined
			? this.#begin(serverTime)
			: this.#seam.reopen(serverTime);
	}

	async *#begin(serverTime?: Micros): AsyncGenerator<readonly Line[], void> {
		const {start, since, clock} = this.#context;
		const strays = new Strays();
		let recent =
			start === undefined
				? new Recent(serverTime ?? clock.now() * 1000)
				: since === undefined
					? undefined
					: new Recent(since);
		for await (const lines of start ?? []) {
			const [first] = lines;
			if (first !== undefined) {
				recent ??= new Recent(first.entry.time + 1);
			}

			for (const {entry} of lines) {
				strays.takePaged(entry);
				recent?.add(entry);
			}

			yield lines;
		}

		// Where nothing was ever logged, all that comes is new.
		this.#seam = new Seam(recent ?? new Recent(0), strays, {
			...this.#context,
			notices: this.#notices,
		});
		this.#seam.begin(start !== undefined, serverTime);
	}
}
