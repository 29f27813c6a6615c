/** Why something could not be had, as far as it is shown and acted on. */
export type Failure = {
	/** A sentence with a next step. */
	readonly message: string;
	/** The server has refused (401, 403, 404, 410): asking again as it is will not help. */
	readonly isRefusal: boolean;
	/** The HTTP status, where there was an answer. */
	readonly status?: number;
};

/** Whether both say the same, whatever the number of the request was. */
export function isSameFailure(
	a: Pick<Failure, 'message'> | undefined,
	b: Pick<Failure, 'message'> | undefined,
): boolean {
	return a !== undefined && b !== undefined && wordsOf(a) === wordsOf(b);
}

function wordsOf({message}: Pick<Failure, 'message'>): string {
	return message.replaceAll(/ ?\(request [^\)]*\)/gv, '');
}
