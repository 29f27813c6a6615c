import {type FollowEvent} from '../feeds/follow.ts';
import {type Micros} from '../log/entry.ts';
import {type Cut, type FailedGap} from '../timeline/timeline.ts';

export type NoticesContext = {
	readonly formatTime: (time: Micros) => string;
	/** Told a sentence for people. */
	readonly onNotice: (text: string) => void;
	/** Told what is given up. */
	readonly onGap?: (gap: FailedGap) => void;
};

/** What people are told of lost connections, each thing once. */
export class ConnectionNotices {
	readonly #context: NoticesContext;
	#said: string | undefined;

	constructor(context: NoticesContext) {
		this.#context = context;
	}

	sayCut(
		{error, attempt}: Extract<FollowEvent, {kind: 'cut'}>,
		hasBeenOpen: boolean,
	) {
		const text = `${error?.message ?? 'The server has ended the stream.'} Trying again.`;
		// The first attempt after a cut is at once, and mostly succeeds.
		if ((attempt > 1 || !hasBeenOpen) && text !== this.#said) {
			this.#said = text;
			this.#context.onNotice(text);
		}
	}

	/** What was said may be said of the next connection, too. */
	open() {
		this.#said = undefined;
	}

	/** Says of the last of several lost connections how long it was lost, and of all what came since. */
	sayReconnected(cuts: readonly Cut[]) {
		const last = cuts.at(-1);
		if (last === undefined) {
			return;
		}

		let count = 0;
		for (const {filledCount} of cuts) {
			count += filledCount;
		}

		this.#context.onNotice(
			`reconnected after ${Math.round(last.duration / 1_000_000)} s · ${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'} filled`,
		);
	}

	/** Says how much was found when what had been printed was asked for once more. */
	sayLate(count: number) {
		if (count > 0) {
			this.#context.onNotice(
				`${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'} came late from past logs, and ${count === 1 ? 'is' : 'are'} out of order`,
			);
		}
	}

	sayIncomplete(gap: FailedGap) {
		const {from, to, failure} = gap;
		const {formatTime, onNotice, onGap} = this.#context;
		onGap?.(gap);
		onNotice(
			`${formatTime(from)} to ${formatTime(to)} may be incomplete · ${failure.message}`,
		);
	}
}
