/** What many measurements come to, rounded to what they can tell. */
export type Summary = {
	readonly p50: number;
	readonly p99: number;
	readonly most: number;
	readonly count: number;
};

export function summarize(values: readonly number[]): Summary {
	const sorted = values.toSorted((a, b) => a - b);
	return {
		p50: round(quantile(sorted, 0.5)),
		p99: round(quantile(sorted, 0.99)),
		most: round(sorted.at(-1) ?? 0),
		count: sorted.length,
	};
}

export function median(values: readonly number[]): number {
	return quantile(
		values.toSorted((a, b) => a - b),
		0.5,
	);
}

/** Three digits tell. */
export function round(value: number): number {
	return Number(value.toPrecision(3));
}

function quantile(sorted: readonly number[], part: number): number {
	return (
		sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
	);
}
