import {type Clock} from '../../source/feeds/clock.ts';

export type ManualClock = Clock & {
	/** The waits that were asked for so far, in milliseconds. */
	readonly waits: readonly number[];
	advance: (milliseconds: number) => void;
};

/** A clock that stands still but for its sleepers, whose time passes at once; with `isHeld` they sleep until they are aborted. */
export function createManualClock({
	start = Date.UTC(2025, 10, 24, 12),
	isHeld = false,
} = {}): ManualClock {
	let now = start;
	const waits: number[] = [];
	return {
		waits,
		now: () => now,
		advance(milliseconds) {
			now += milliseconds;
		},
		async sleep(milliseconds, signal) {
			signal.throwIfAborted();
			waits.push(milliseconds);
			await new Promise<void>((resolve, reject) => {
				signal.addEventListener('abort', () => {
					reject(new Error('woken'));
				});
				if (!isHeld) {
					now += milliseconds;
					setImmediate(resolve);
				}
			});
		},
	};
}
