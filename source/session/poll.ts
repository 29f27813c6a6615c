import {mayHeal} from '../feeds/errors.ts';
import {type Failure} from '../log/failure.ts';
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
