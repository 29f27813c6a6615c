/** Why a signal was aborted, as something that can be thrown. */
export function abortReason({reason}: {readonly reason: unknown}): Error {
	return reason instanceof Error
		? reason
		: new Error('The request was aborted', {cause: reason});
}
