import {type Clock} from '../feeds/clock.ts';
import {ApiError} from '../feeds/errors.ts';
import {endQuietly, linkSignals} from '../feeds/signals.ts';

/** A request that is given up when the server is silent for too long: a connection that looks open may carry nothing any more, and no error ever comes of that. */
export type SilenceWatch = {
	/** Aborts with the reason of the other signal, or with an `ApiError` of the kind `time-out`. */
	readonly signal: AbortSignal;
	/** Something came. */
	readonly hear: () => void;
	readonly stop: () => void;
};

export function watchSilence({
	clock,
	signal,
	patience,
}: {
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** In milliseconds. */
	readonly patience: number;
}): SilenceWatch {
	const ending = linkSignals([signal]);
	let heardAt = clock.now();

	const watch = async () => {
		while (!ending.signal.aborted) {
			// eslint-disable-next-line no-await-in-loop -- One wait follows the other.
			await clock.sleep(heardAt + patience - clock.now(), ending.signal);
			if (clock.now() - heardAt >= patience) {
				ending.abort(
					new ApiError(
						'time-out',
						'The server has fallen silent. It is asked again; if it stays so, check the network connection.',
					),
				);
			}
		}
	};

	void endQuietly(watch());
	return {
		signal: ending.signal,
		hear() {
			heardAt = clock.now();
		},
		stop() {
			ending.abort();
		},
	};
}
