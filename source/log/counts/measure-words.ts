import {type ValueKind} from '../fields/typed-value.ts';

const durations = [
	[86_400_000, 'd'],
	[3_600_000, 'h'],
	[60_000, 'min'],
	[1000, 's'],
	[1, 'ms'],
	[0.001, 'µs'],
] as const;
const sizes = [
	[1e12, 'TB'],
	[1e9, 'GB'],
	[1e6, 'MB'],
	[1e3, 'kB'],
	[1, 'B'],
] as const;

/** `1.2 s`, `34 ms`, `5.1 kB`, `1234`: a number as people read it, with three digits that count. */
export function measureWords(number: number, kind: ValueKind): string {
	const units =
		kind === 'duration' ? durations : kind === 'size' ? sizes : undefined;
	if (units === undefined) {
		return threeDigits(number);
	}

	const [size, name] =
		units.find(([unit]) => Math.abs(number) >= unit) ??
		units.at(number === 0 ? -2 : -1) ??
		units[0];
	return `${threeDigits(number / size)} ${name}`;
}

function threeDigits(number: number): string {
	return Number.isInteger(number) || Math.abs(number) >= 100
		? String(Math.round(number))
		: String(Number(number.toPrecision(3)));
}
