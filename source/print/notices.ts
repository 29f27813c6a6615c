import {type FollowEvent} from '../feeds/follow.ts';
import {type Micros, hasOwnTime} from '../log/entry.ts';
import {isSameFailure} from '../log/failure.ts';
import {type Cut, type FailedGap} from '../timeline/timeline.ts';
import {type Line} from './line.ts';

/** What people are told of lost connections, each thing once. */
export class ConnectionNotices {
	readonly #context: NoticesContext;
	#said: {readonly message: string} | undefined;

	constructor(context: NoticesContext) {
		this.#context = context;
	}

	sayCut(
		{error, attempt}: Extract<FollowEvent, {kind: 'cut'}>,
		hasBeenOpen: boolean,
	) {
		const failure = error ?? {message: 'The server has ended the stream.'};
		// The first attempt after a cut is at once, and mostly succeeds.
		if ((attempt > 1 || !hasBeenOpen) && !isSameFailure(failure, this.#said)) {
			this.#said = failure;
			this.#context.onNotice(`${failure.message} Trying again.`);
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

		const seconds = Math.round(last.duration / 1_000_000);
		// Proxies end each stream after half a minute: nobody has to know.
		if (seconds === 0 && count === 0) {
			return;
		}

		this.#context.onNotice(
			`reconnected after ${seconds} s · ${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'} filled`,
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

export type NoticesContext = {
	readonly formatTime: (time: Micros) => string;
	/** Told a sentence for people. */
	readonly onNotice: (text: string) => void;
	/** Told what is given up. */
	readonly onGap?: (gap: FailedGap) => void;
};

/** What of the server's lines is not printed as it was sent, counted, to be said once at the end: by whichever way that comes. */
export type LeftOut = {
	readonly addMalformed: (count: number) => void;
	readonly addPrinted: (lines: readonly Line[]) => void;
	/** Tells what has come since it was told last. */
	readonly tell: () => void;
};

/** Counts what is not printed as it was sent, and tells of it. */
export function createLeftOut(onNotice: (text: string) => void): LeftOut {
	let malformedCount = 0;
	let untimedCount = 0;
	return {
		addMalformed(count) {
			malformedCount += count;
		},
		addPrinted(lines) {
			for (const line of lines) {
				untimedCount += hasOwnTime(line) ? 0 : 1;
			}
		},
		tell() {
			if (untimedCount > 0) {
				onNotice(
					`${untimedCount.toLocaleString('en')} ${untimedCount === 1 ? 'entry' : 'entries'} came without a time that can be read, and ${untimedCount === 1 ? 'was' : 'were'} printed in the place of arrival.`,
				);
			}

			if (malformedCount > 0) {
				onNotice(
					`${malformedCount.toLocaleString('en')} ${malformedCount === 1 ? 'line' : 'lines'} of the server could not be read as entries and ${malformedCount === 1 ? 'was' : 'were'} left out.`,
				);
			}

			untimedCount = 0;
			malformedCount = 0;
		},
	};
}
