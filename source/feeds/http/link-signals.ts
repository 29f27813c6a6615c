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
