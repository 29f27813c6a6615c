import {ApiError} from '../feeds/errors.ts';
import {type Failure} from '../log/failure.ts';
import {type StreamContext, toFailure} from './stream.ts';

/** Reads something again and again until it can change no more. A failure is told; one that may heal is waited out. */
export async function poll(
	{clock, signal}: Pick<StreamContext, 'clock' | 'signal'>,
	{
		pause,
		pauseAfterFailure,
		read,
		onFailed,
	}: {
		/** In milliseconds. */
		readonly pause: number;
		readonly pauseAfterFailure: number;
		/** The result says whether all has been read. */
		readonly read: () => Promise<boolean>;
		readonly onFailed: (failure: Failure) => void;
	},
): Promise<void> {
	for (;;) {
		let wait = pause;
		try {
			// eslint-disable-next-line no-await-in-loop -- One request follows the other.
			if (await read()) {
				return;
			}
		} catch (error) {
			signal.throwIfAborted();
			onFailed(toFailure(error));
			if (!(error instanceof ApiError) || !error.mayHeal) {
				return;
			}

			wait = Math.max(pauseAfterFailure, error.retryAfter ?? 0);
		}

		signal.throwIfAborted();
		// eslint-disable-next-line no-await-in-loop -- As above.
		await clock.sleep(wait, signal);
	}
}
