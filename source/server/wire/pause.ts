import {setTimeout} from 'node:timers/promises';

/** Waits, at most until the signal is aborted. */
export async function pause(
	milliseconds: number,
	signal: AbortSignal,
): Promise<void> {
	try {
		await setTimeout(milliseconds, undefined, {signal});
	} catch {
		// Aborted: whoever waits looks at the signal.
	}
}

export async function untilAborted(signal: AbortSignal): Promise<void> {
	if (!signal.aborted) {
		await new Promise<void>((resolve) => {
			signal.addEventListener(
				'abort',
				() => {
					resolve();
				},
				{once: true},
			);
		});
	}
}
