import {isUtf8} from 'node:buffer';
import {type Entry, type EntryBatch, type Micros} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {EntryReader} from './entry-reader.ts';
import {isObject, textOf} from './json-value.ts';
import {type EntryNames} from './line-shape.ts';
import {parseLines, type TakeBytes} from './parse-lines.ts';
import {parseCanonicalTime, parseTime} from './time.ts';

/** In bytes: columns that a long line has made larger are given back. */
const mostReused = 256 * 1024;

const v1Names: EntryNames = {
	time: 'time',
	level: 'level',
	message: 'message',
	region: 'region',
};

/** The one place that distrusts: what is no entry is counted and left out, whatever else it is. */
export type DecodeEntries = (block: Uint8Array) => EntryBatch<EntryColumns>;

/**
Decodes the blocks of one answer, in their order.

With `isReusing` the columns of a block are those of the block before, written anew: what is made for each block and lives a moment keeps the collector busy.

An entry without a time that can be read gets that of the entry before it; the first ones that of the next entry that has one, else the time of receipt. `timeText` is then what the server sent, empty where it sent none.
*/
export function createEntryDecoder(
	now: () => Micros,
	{
		isReusing = false,
		names = v1Names,
	}: {readonly isReusing?: boolean; readonly names?: EntryNames} = {},
): DecodeEntries {
	let lastTime: Micros | undefined;
	const reader = new EntryReader(names);
	let last: EntryColumns | undefined;

	return (block) => {
		const reused =
			last !== undefined && last.text.length <= mostReused ? last : undefined;
		reused?.clear();
		const entries = reused ?? reader.createColumns(block.length);
		last = isReusing ? entries : undefined;
		let untimedCount = 0;
		const readLine: TakeBytes = (lines, from) => {
			const next = reader.read(lines, from, entries);
			if (next !== undefined) {
				lastTime = entries.lastTime;
			}

			return next;
		};

		const lines = parseLines(
			block,
			(value, line) => {
				const entry = isObject(value)
					? decodeEntry(value, names, lastTime)
					: undefined;
				if (entry === undefined) {
					return false;
				}

				if (Number.isNaN(entry.time)) {
					untimedCount++;
				} else {
					lastTime = entry.time;
				}

				entries.push(entry);
				reader.learn(line, entry);
				return true;
			},
			isUtf8(block) ? readLine : undefined,
		);

		if (untimedCount > 0) {
			lastTime =
				untimedCount < entries.length ? entries.time(untimedCount) : now();
			entries.times.fill(lastTime, 0, untimedCount);
		}

		return {entries, ...lines};
	};
}

/** Its time is `lastTime` where it has none, and not a number where there is no such either. */
function decodeEntry(
	value: Record<string, unknown>,
	names: EntryNames,
	lastTime: Micros | undefined,
): Entry | undefined {
	const time = value[names.time];
	const message = value[names.message];
	const level = value[names.level];
	const region = value[names.region];
	if (typeof message !== 'string') {
		return undefined;
	}

	const rest = {level: textOf(level), message, region: textOf(region)};
	const known = typeof time === 'string' ? parseCanonicalTime(time) : undefined;
	return known === undefined
		? {
				time: decodeTime(time) ?? lastTime ?? Number.NaN,
				timeText: textOf(time),
				...rest,
			}
		: {time: known, ...rest};
}

function decodeTime(value: unknown): Micros | undefined {
	return typeof value === 'string' ? parseTime(value) : undefined;
}
