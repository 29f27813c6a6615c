import {ApiError} from '../errors.ts';
import {linkSignals} from '../signals.ts';

type EntryWatch = {
	/** Aborts with the reason of the other signal, or with a sentence. */
	readonly signal: AbortSignal;
	/** An entry, or all headers, have come. */
	readonly hear: () => void;
	/** The answer is over; what is left of it is aborted on the wire. Nothing stays behind on the other signal. */
	readonly stop: () => void;
};

/** Watches an answer that must end, and gives it up when no entry comes any more: bytes alone are no sign that it goes on. */
export function watchEntries(
	url: URL,
	signal: AbortSignal,
	/** In milliseconds. */
	patience: number,
): EntryWatch {
	const ending = linkSignals([signal]);
	let timer: NodeJS.Timeout | undefined;
	ending.signal.addEventListener(
		'abort',
		() => {
			clearTimeout(timer);
		},
		{once: true},
	);
	return {
		signal: ending.signal,
		hear() {
			clearTimeout(timer);
			if (!ending.signal.aborted) {
				timer = setTimeout(() => {
					ending.abort(
						new ApiError(
							'time-out',
							`${url.host} began to answer and did not go on for ${Math.round(patience / 1000)} s. Try again, or ask for a shorter range of time.`,
						),
					);
				}, patience);
			}
		},
		stop() {
			ending.abort();
		},
	};
}
