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
