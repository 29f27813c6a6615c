import {type Clock} from '../feeds/clock.ts';
import {type FollowEvent} from '../feeds/follow.ts';
import {type Micros} from '../log/entry.ts';

export type NoticesContext = {
	readonly clock: Clock;
	readonly formatTime: (time: Micros) => string;
	/** Told a sentence for people. */
	readonly onNotice: (text: string) => void;
};

/** What people are told of lost connections, each thing once. */
export class ConnectionNotices {
	readonly #context: NoticesContext;
	#isOpen = false;
	#hasBeenOpen = false;
	#cutAt: number | undefined;
	/** What is to be said of a lost connection once it is known what became of it. */
	#reconnected: {readonly seconds: number; count: number} | undefined;
	#said: string | undefined;

	constructor(context: NoticesContext) {
		this.#context = context;
	}

	cut({error, attempt}: Extract<FollowEvent, {kind: 'cut'}>): void {
		const {clock, onNotice} = this.#context;
		if (this.#isOpen || this.#cutAt === undefined) {
			this.#cutAt = clock.now();
		}

		this.#isOpen = false;
		const text = `${error?.message ?? 'The server has ended the stream.'} Trying again.`;
		// The first attempt after a cut is at once, and mostly succeeds.
		if ((attempt > 1 || !this.#hasBeenOpen) && text !== this.#said) {
			this.#said = text;
			onNotice(text);
		}
	}

	opened(): void {
		const {clock} = this.#context;
		if (this.#hasBeenOpen) {
			const lost = clock.now() - (this.#cutAt ?? clock.now());
			this.#reconnected = {seconds: Math.round(lost / 1000), count: 0};
		}

		this.#isOpen = true;
		this.#hasBeenOpen = true;
		this.#said = undefined;
	}

	filled(count: number): void {
		if (this.#reconnected !== undefined) {
			this.#reconnected.count += count;
		}
	}

	/** Past logs have come to the open stream, or had their time. What they bring after that is no news. */
	joined(): void {
		if (this.#reconnected === undefined) {
			return;
		}

		const {seconds, count} = this.#reconnected;
		this.#reconnected = undefined;
		this.#context.onNotice(
			`reconnected after ${seconds} s · ${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'} filled`,
		);
	}

	incomplete(from: Micros, to: Micros, reason: string): void {
		const {formatTime, onNotice} = this.#context;
		onNotice(
			`${formatTime(from)} to ${formatTime(to)} may be incomplete · ${reason}`,
		);
	}
}
