import {mayHeal, ApiError} from '../feeds/errors.ts';
import {type Failure} from '../log/failure.ts';
import {type Clock} from '../feeds/clock.ts';
import {endQuietly, linkSignals} from '../feeds/signals.ts';
import {type StreamContext, toFailure} from './stream.ts';

/** Reads something again and again until it can change no more. A failure is told; one that may heal is waited out. */
export async function poll(
	{clock, signal}: Pick<StreamContext, 'clock' | 'signal'>,
	{
		pauseAfterFailure,
		read,
		onFailed,
	}: {
		/** In milliseconds. */
		readonly pauseAfterFailure: number;
		/** In how many milliseconds it is to be read again; nothing where all has been read. */
		readonly read: () => Promise<number | undefined>;
		readonly onFailed: (failure: Failure) => void;
	},
): Promise<void> {
	for (;;) {
		let pause: number | undefined;
		try {
			// eslint-disable-next-line no-await-in-loop -- One request follows the other.
			pause = await read();
			if (pause === undefined) {
				return;
			}
		} catch (error) {
			signal.throwIfAborted();
			onFailed(toFailure(error));
			if (!mayHeal(error)) {
				return;
			}

			pause = Math.max(pauseAfterFailure, error.retryAfter ?? 0);
		}

		signal.throwIfAborted();
		// eslint-disable-next-line no-await-in-loop -- As above.
		await clock.sleep(pause, signal);
	}
}

/** A request that is given up when the server is silent for too long: a connection that looks open may carry nothing any more, and no error ever comes of that. */
type SilenceWatch = {
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
