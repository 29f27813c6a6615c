import {type StartTimer} from '../timer.ts';

/** Says when a frame is written: at most one is under way, and what changes meanwhile goes into the next. Frames that a key asks for are written at once, others 30 times a second at most, fewer where a frame is much work, 10 on a slow terminal. Without a request nothing runs. */
export class Pace {
	readonly #options: PaceOptions;
	#isUnderWay = false;
	#isHalted = false;
	#wanted: 'nothing' | 'soon' | 'now' = 'nothing';
	#lastStart = -Infinity;
	#interval = frameMilliseconds;
	/** How long it takes to make a frame, on average. */
	#work = 0;
	#cancelTimer: (() => void) | undefined;

	constructor(options: PaceOptions) {
		this.#options = options;
	}

	request(isUrgent: boolean): void {
		if (isUrgent && this.#wanted !== 'now') {
			this.#wanted = 'now';
			// What else the key changes is in the same frame.
			queueMicrotask(() => {
				this.#writeIfUrgent();
			});
		} else if (this.#wanted === 'nothing') {
			this.#wanted = 'soon';
			this.#schedule();
		}
	}

	/** Nothing is written until it is resumed. */
	halt(): void {
		this.#isHalted = true;
		this.#clearTimer();
	}

	resume(): void {
		this.#isHalted = false;
		this.#isUnderWay = false;
		this.#wanted = 'nothing';
	}

	#writeIfUrgent() {
		if (this.#wanted === 'now') {
			this.#write();
		}
	}

	#schedule() {
		const wait = this.#lastStart + this.#interval - this.#options.now();
		if (!this.#isUnderWay && !this.#isHalted) {
			this.#clearTimer();
			this.#cancelTimer = this.#options.startTimer(
				() => {
					this.#write();
				},
				Math.max(0, wait),
			);
		}
	}

	#write() {
		if (this.#isUnderWay || this.#isHalted) {
			return;
		}

		this.#clearTimer();
		this.#wanted = 'nothing';
		const start = this.#options.now();
		this.#isUnderWay = true;
		const isWriting = this.#options.write(() => {
			const duration = this.#options.now() - start;
			this.#interval =
				duration > slowWriteMilliseconds
					? slowFrameMilliseconds
					: this.#leastInterval();
			this.#finish();
		});
		if (isWriting) {
			this.#lastStart = start;
			this.#work += (this.#options.now() - start - this.#work) * workWeight;
		} else {
			this.#finish();
		}
	}

	#finish() {
		this.#isUnderWay = false;
		if (this.#wanted === 'now') {
			queueMicrotask(() => {
				this.#writeIfUrgent();
			});
		} else if (this.#wanted === 'soon') {
			this.#schedule();
		}
	}

	#leastInterval(): number {
		return Math.min(
			slowFrameMilliseconds,
			Math.max(frameMilliseconds, this.#work / mostShare),
		);
	}

	#clearTimer() {
		this.#cancelTimer?.();
		this.#cancelTimer = undefined;
	}
}

type PaceOptions = {
	/** Writes a frame and calls back when it is out; false if there was nothing to write. */
	readonly write: (written: () => void) => boolean;
	readonly startTimer: StartTimer;
	/** Milliseconds. */
	readonly now: () => number;
};

const frameMilliseconds = 1000 / 30;
const slowFrameMilliseconds = 1000 / 10;
/** A terminal that takes longer for a frame is slow. */
const slowWriteMilliseconds = 50;

/** Frames that come by themselves may take this part of the processor's time, if that leaves 10 a second. */
const mostShare = 1 / 80;
/** Of the newest frame in the average. */
const workWeight = 0.1;
