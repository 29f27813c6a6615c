import {abortReason} from './signals.ts';

/** Time, passed in so that tests need none. */
export type Clock = {
	/** Milliseconds since the Unix epoch. It never runs backwards and never jumps, so that intervals can be measured with it. */
	readonly now: () => number;
	/** Rejects with the signal's reason when it is aborted. */
	readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

export const systemClock: Clock = {
	// As the clock stood at the start: one that is set meanwhile changes nothing.
	now: () => performance.timeOrigin + performance.now(),
	async sleep(milliseconds, signal) {
		signal.throwIfAborted();
		await new Promise<void>((resolve, reject) => {
			const onAbort = () => {
				clearTimeout(timer);
				reject(abortReason(signal));
			};

			const timer = setTimeout(() => {
				signal.removeEventListener('abort', onAbort);
				resolve();
			}, milliseconds);
			signal.addEventListener('abort', onAbort, {once: true});
		});
	},
};
