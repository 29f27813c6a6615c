import {UsageError} from './usage-error.ts';

const factors: ReadonlyMap<string, number> = new Map([
	['', 1],
	['k', 1000],
	['m', 1_000_000],
]);

/** `50000`, `50_000`, `50,000` and `50k` are the same. */
export function parseCount(
	text: string,
	flag: string,
	{least}: {readonly least: number},
): number {
	const [, digits = '', unit = ''] =
		/^(\d[\d_,]*)([km]?)$/iv.exec(text.trim()) ?? [];
	const count =
		Number(digits.replaceAll(/[_,]/gv, '')) *
		(factors.get(unit.toLowerCase()) ?? Number.NaN);
	if (digits !== '' && Number.isSafeInteger(count) && count >= least) {
		return count;
	}

	throw new UsageError(
		`${flag} takes a whole number from ${least.toLocaleString('en')} on, such as ${flag} 50_000 or ${flag} 50k.`,
	);
}
