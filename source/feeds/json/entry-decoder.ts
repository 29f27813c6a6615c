import {Buffer, isUtf8} from 'node:buffer';
import {type Entry, type EntryBatch, type Micros} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {type IdName} from '../../log/id-columns.ts';
import {ApiError, plainText} from '../errors.ts';
import {parseCanonicalTime, readTime} from '../../log/wire-time.ts';
import {problemOf} from './problem.ts';
import {EntryReader} from './entry-reader.ts';
import {isObject} from './json-value.ts';
import {type EntryNames} from './line-shape.ts';
import {parseLines, type TakeBytes} from './parse-lines.ts';
import {textMember} from './raw-member.ts';

/** The one place that distrusts: what is no entry is counted and left out, whatever else it is. */
export type DecodeEntries = (block: Uint8Array) => EntryBatch<EntryColumns>;

/**
Decodes the blocks of one answer, in their order.

With `isReusing` the columns of a block are those of the block before, written anew: what is made for each block and lives a moment keeps the collector busy.

An entry without a time that can be read gets that of the entry before it; the first ones that of the next entry that has one, else the time of receipt. `timeText` is then what the server sent, empty where it sent none.

A message that is no text is shown as the JSON that it is. What a server says of an error in the place of an entry is the batch's `failure`.
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
		/** Of those at the start, whose time is not known yet. */
		let waitingCount = 0;
		let untimedCount = 0;
		let failure: ApiError | undefined;
		let failureCount = 0;
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
				if (!isObject(value)) {
					return false;
				}

				const entry = decodeEntry(value, line, names);
				if (entry === undefined) {
					const told = failureIn(value, names);
					failureCount += told === undefined ? 0 : 1;
					failure ??= told;
					return false;
				}

				if (Number.isNaN(entry.time)) {
					untimedCount++;
					waitingCount += lastTime === undefined ? 1 : 0;
					entry.time = lastTime ?? Number.NaN;
				} else {
					lastTime = entry.time;
				}

				entries.push(entry);
				reader.learn(line, entry);
				return true;
			},
			isUtf8(block) ? readLine : undefined,
		);

		if (waitingCount > 0) {
			lastTime ??= now();
			entries.times.fill(
				waitingCount < entries.length ? entries.time(waitingCount) : lastTime,
				0,
				waitingCount,
			);
		}

		entries.hasStrays ||= untimedCount > 0;
		return {
			entries,
			rawLine: lines.rawLine,
			rawLines: lines.rawLines,
			malformedCount: lines.malformedCount - failureCount,
			untimedCount,
			...(failure !== undefined && {failure}),
		};
	};
}

/** Decodes entries as one of the APIs sent them, and somebody kept them: the lines tell which. */
export function decodeSavedEntries(
	block: Uint8Array,
): EntryBatch<EntryColumns> {
	const isOfV2 = /^\{[^\n]*"timestamp":/mv.test(Buffer.from(block).toString());
	return createEntryDecoder(() => 0, {names: isOfV2 ? v2Names : v1Names})(
		block,
	);
}

/** In bytes: columns that a long line has made larger are given back. */
const mostReused = 256 * 1024;

/** What the members of an entry are called in version 1 of the API. */
export const v1Names: EntryNames = {
	time: 'time',
	level: 'level',
	message: 'message',
	region: 'region',
	trace: 'trace_id',
	span: 'span_id',
};

/** What version 2 of the API calls them. */
export const v2Names: EntryNames = {...v1Names, time: 'timestamp'};

/** Its time is not a number where none can be read. Nothing where the object has no message, or is an error's. */
function decodeEntry(
	value: Record<string, unknown>,
	line: string,
	names: EntryNames,
): (Entry & {time: Micros}) | undefined {
	const text = (name: string) => textMember(value, line, name);

	if (value[names.message] === undefined || isProblem(value, names)) {
		return undefined;
	}

	const time = value[names.time];
	const level = value[names.level];
	const rest = {
		level: level === null ? '' : text(names.level),
		message: text(names.message),
		region: value[names.region] === null ? '' : text(names.region),
		...readId('trace', value[names.trace ?? '']),
		...readId('span', value[names.span ?? '']),
		...readId('deployment', value[names.deployment ?? '']),
	};
	const known = typeof time === 'string' ? parseCanonicalTime(time) : undefined;
	if (known !== undefined) {
		return {time: known, ...rest};
	}

	const timeText = time === null ? '' : text(names.time);
	return {time: readTime(timeText) ?? Number.NaN, timeText, ...rest};
}

/** What is no text is no id. */
function readId(name: IdName, id: unknown): Partial<Entry> {
	return typeof id === 'string' && id !== '' ? {[name]: id} : {};
}

/** Whether an object is what servers send with an error: it has a code, or an error, or is a problem of RFC 9457, and has nothing that only an entry has. */
function isProblem(
	value: Record<string, unknown>,
	{time, level, region, message}: EntryNames,
): boolean {
	const has = (name: string) =>
		value[name] !== undefined && value[name] !== null;
	return (
		!has(time) &&
		!has(level) &&
		!has(region) &&
		(has('error') ||
			has('errors') ||
			has('code') ||
			has('statusCode') ||
			(!has(message) && (has('detail') || (has('title') && has('status')))))
	);
}

function failureIn(
	value: Record<string, unknown>,
	names: EntryNames,
): ApiError | undefined {
	if (!isProblem(value, names)) {
		return undefined;
	}

	const {code, message} = problemOf(value);
	const words = [message, code]
		.filter((part) => part !== undefined)
		.map((part) => `“${plainText(part)}”`)
		.join(', code ');
	return new ApiError(
		'server',
		`The server broke its answer off with an error${words === '' ? '' : `: ${words}`}. Try again in a moment; if it stays so, look at the status page of the service.`,
	);
}
