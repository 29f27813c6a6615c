/** A signal that is aborted with any of the others, until it is aborted itself; unlike `AbortSignal.any` it leaves nothing behind on those that live long. */
export function linkSignals(signals: readonly AbortSignal[]): AbortController {
	const controller = new AbortController();
	for (const signal of signals) {
		if (signal.aborted) {
			controller.abort(signal.reason);
		}

		signal.addEventListener(
			'abort',
			() => {
				controller.abort(signal.reason);
			},
			{signal: controller.signal},
		);
	}

	return controller;
}

/** Why a signal was aborted, as something that can be thrown. */
export function abortReason({reason}: {readonly reason: unknown}): Error {
	return reason instanceof Error
		? reason
		: new Error('The request was aborted', {cause: reason});
}

/** Waits for a task that ends by being aborted: nothing is left to do then. */
export async function endQuietly(task: Promise<void>) {
	try {
		await task;
	} catch {
		// It was aborted.
	}
}

/** What `generate` yields, until the signal is aborted: then it ends, without the error that the abort made. */
export async function* quietOnAbort<Item>(
	signal: AbortSignal,
	generate: () => AsyncGenerator<Item, void>,
): AsyncGenerator<Item, void> {
	try {
		for await (const item of generate()) {
			// What was queued before the abort is not wanted either.
			if (signal.aborted) {
				return;
			}

			yield item;
		}
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}
	}
}
