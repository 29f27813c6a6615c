import {type Micros} from '../../../log/entry.ts';
import {goesOn} from './goes-on.ts';
import {jsonDialect} from './json-dialect.ts';
import {createJsonFormat, parseObject} from './json-format.ts';
import {type LineFormat, type TimeContext} from './read-entry.ts';
import {
	createPlainFormat,
	createTextFormats,
	levelled,
} from './text-formats.ts';

const mostLines = 200;
/** A line is looked at with so many before it. */
const fewLines = 40;
/** A format that reads none of so many lines, all over the beginning, reads hardly any. */
const fewHeads = 24;
/** A format that reads less than this part of the lines is not that of the file. */
const leastPart = 0.3;

type Detected = {
	readonly format: LineFormat;
	/** As the title says it. */
	readonly name: string;
	/** The first time that a line has: what stands before it gets that. */
	readonly firstTime: Micros | undefined;
};

/** The format that fits most of a file's first lines; of those that fit as many, the one that says most about a line. */
export function detectFormat(head: string, context: TimeContext): Detected {
	const lines = head
		.split('\n', mostLines)
		.map((line) => line.replace(/\r$/v, ''))
		.filter((line) => line.trim() !== '');
	// What goes on with a line above says nothing of the format.
	const heads = lines.filter(
		(line, index) =>
			!goesOn(line, {
				lines: lines.slice(Math.max(0, index - fewLines), index),
				isHead: index > 0,
			}),
	);
	const plainFormat = createPlainFormat(context);
	const json = createJsonFormat(context);
	/** Levels alone stand in many a text. */
	const isDoubtful = ({format, count}: {format: LineFormat; count: number}) =>
		format.name === levelled && count * 2 < heads.length;
	const step = Math.ceil(heads.length / fewHeads);
	const some = heads.filter((_, index) => index % step === 0);
	const counted = [json, ...createTextFormats(context)].map((format) => ({
		format,
		count: some.some((line) => format.read(line) !== undefined)
			? heads.filter((line) => format.read(line) !== undefined).length
			: 0,
	}));
	let best = {format: plainFormat, count: Math.ceil(heads.length * leastPart)};
	for (const one of counted.filter((one) => !isDoubtful(one))) {
		if (
			one.count > 0 &&
			one.count > best.count - (best.format === plainFormat ? 1 : 0)
		) {
			best = one;
		}
	}

	const {format} = best;
	return {
		format,
		name: format.isJson ? dialectOf(lines) : format.name,
		firstTime: lines
			.flatMap((line) => format.read(line) ?? [])
			.find(({time}) => time !== undefined)?.time,
	};
}

/** That of most lines. */
function dialectOf(lines: readonly string[]): string {
	const counts = new Map<string, number>();
	for (const line of lines) {
		const value = parseObject(line);
		if (value !== undefined) {
			const name = jsonDialect(value);
			counts.set(name, (counts.get(name) ?? 0) + 1);
		}
	}

	return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 'JSON lines';
}
