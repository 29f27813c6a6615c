import {setTimeout} from 'node:timers/promises';

/** Waits for some time, at most until the signal is aborted. */
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

export async function waitForAbort(signal: AbortSignal): Promise<void> {
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

/** Wakes all who wait for something to change. */
export type Notifier = {
	readonly notify: () => void;
	/** Resolves at the next `notify`, or when the signal is aborted. */
	readonly wait: (signal: AbortSignal) => Promise<void>;
};

export function createNotifier(): Notifier {
	const waiting = new Set<() => void>();
	return {
		notify() {
			for (const wake of waiting) {
				wake();
			}
		},
		async wait(signal) {
			if (signal.aborted) {
				return;
			}

			await new Promise<void>((resolve) => {
				const wake = () => {
					waiting.delete(wake);
					signal.removeEventListener('abort', wake);
					resolve();
				};

				waiting.add(wake);
				signal.addEventListener('abort', wake);
			});
		},
	};
}
