/** Of one baseline no more is asked. */
export const mostAsked = 60;

/** So unlikely it has to be that a pattern came so often here and never there, if both deployments log it alike. */
const unlikely = 0.025;

/**
Whether a pattern that came `count` times among `here` entries, and never among the `there` entries of the baseline, is one that the baseline does not log.

If both logged it alike, each of its entries would be one of the `here` by chance with the share that these have of all: of a baseline that is too small, or of a pattern that is too rare, nothing can be said.
*/
export function isNewFor(
	count: number,
	{here, there}: {readonly here: number; readonly there: number},
): boolean {
	return there > 0 && (here / (here + there)) ** count < unlikely;
}

/** How often a pattern has to come before it can be called new. */
export function leastNewCount(sizes: {
	readonly here: number;
	readonly there: number;
}): number {
	const {here, there} = sizes;
	return there === 0 || here === 0
		? Number.POSITIVE_INFINITY
		: Math.max(
				1,
				Math.floor(Math.log(unlikely) / Math.log(here / (here + there))) + 1,
			);
}
