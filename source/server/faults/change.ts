/** Tells those who wait that something has changed. */
export type Change = {
	readonly announce: () => void;
	/** Resolves at the next change, or when the signal is aborted. */
	readonly next: (signal: AbortSignal) => Promise<void>;
};

export function createChange(): Change {
	const waiting = new Set<() => void>();
	return {
		announce() {
			for (const wake of waiting) {
				wake();
			}
		},
		async next(signal) {
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
