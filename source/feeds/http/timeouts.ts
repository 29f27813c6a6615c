/** In milliseconds. `headers` and `body` (the time between two entries or two chunks) do not hold for requests that may be silent for long. */
export type Timeouts = {
	readonly connect: number;
	readonly headers: number;
	readonly body: number;
	/** For the body of an answer that is an error. */
	readonly errorBody: number;
	/** A live request that is not refused within this time counts as accepted: a server may send its headers with the first entry. */
	readonly refusal: number;
};

export const defaultTimeouts: Timeouts = {
	connect: 10_000,
	headers: 30_000,
	body: 30_000,
	errorBody: 5000,
	refusal: 1000,
};
