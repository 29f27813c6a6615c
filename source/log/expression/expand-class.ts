import {BoundedCache} from '../../base/cache.ts';

/** A class that the linear engine does not know, such as `\\p{Lu}` or `[[a-z]--[aeiou]]`, as one without flags: its characters are asked of the usual engine, and those beyond the first 65,536 are written as their two halves. */
export function expandClass(source: string, flags: string): string {
	return expanded.take(`${flags} ${source}`, () => expand(source, flags));
}

/** Behind these planes no characters are assigned but tags and private ones. */
const lastCode = 0x3_ff_ff;
const firstAstral = 0x1_00_00;

const expanded = new BoundedCache<string, string>(32);

type Range = readonly [from: number, to: number];

function expand(source: string, flags: string): string {
	const ranges = rangesOf(new RegExp(`^${source}$`, flags));
	const first = ranges.filter(([from]) => from < firstAstral);
	const astral = ranges.filter(([from]) => from >= firstAstral);
	const inFirst = `[${first.map((range) => writeRange(range)).join('')}]`;
	return `(?:${[inFirst, ...astral.flatMap((range) => writeHalves(range))].join('|')})`;
}

function rangesOf(expression: RegExp): Range[] {
	const ranges: Range[] = [];
	let from: number | undefined;
	for (let code = 0; code <= lastCode + 1; code++) {
		const isHalf = code >= 0xd8_00 && code <= 0xdf_ff;
		const isIn =
			code <= lastCode &&
			!isHalf &&
			expression.test(String.fromCodePoint(code));
		if (from !== undefined && (!isIn || code === firstAstral)) {
			ranges.push([from, code - 1]);
			from = undefined;
		}

		if (isIn) {
			from ??= code;
		}
	}

	return ranges;
}

/** A range beyond the first 65,536, cut where the first half of its characters changes. */
function writeHalves([from, to]: Range): string[] {
	const parts: string[] = [];
	for (let start = from; start <= to;) {
		const end = Math.min(to, Math.floor(start / 0x4_00) * 0x4_00 + 0x3_ff);
		const [high, low] = halvesOf(start);
		parts.push(`${unit(high)}[${writeRange([low, halvesOf(end)[1]])}]`);
		start = end + 1;
	}

	return parts;
}

function halvesOf(code: number): Range {
	const offset = code - firstAstral;
	return [0xd8_00 + Math.floor(offset / 0x4_00), 0xdc_00 + (offset % 0x4_00)];
}

function writeRange([from, to]: Range): string {
	return from === to ? unit(from) : `${unit(from)}-${unit(to)}`;
}

function unit(code: number): string {
	return String.raw`\u${code.toString(16).padStart(4, '0')}`;
}
