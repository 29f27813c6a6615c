import {isUtf8} from 'node:buffer';
import {
	type BuildEntry,
	type Entry,
	type EntryBatch,
	type Micros,
} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {type Deployment} from '../../log/deployment.ts';
import {type BuildLogBatch} from '../feed.ts';
import {EntryReader} from '../json/entry-reader.ts';
import {isObject, textOf} from '../json/json-value.ts';
import {parseLines, type TakeBytes} from '../json/parse-lines.ts';
import {parseCanonicalTime, parseTime} from '../json/time.ts';

/** In bytes: columns that a long line has made larger are given back. */
const mostReused = 256 * 1024;

/** The one place that distrusts: what is no entry is counted and left out, whatever else it is. */
export type DecodeEntries = (block: Uint8Array) => EntryBatch<EntryColumns>;

/**
Decodes the blocks of one answer, in their order.

With `isReusing` the columns of a block are those of the block before, written anew: what is made for each block and lives a moment keeps the collector busy.

An entry without a time that can be read gets that of the entry before it; the first ones that of the next entry that has one, else the time of receipt. `timeText` is then what the server sent, empty where it sent none.
*/
export function createEntryDecoder(
	now: () => Micros,
	{isReusing = false}: {readonly isReusing?: boolean} = {},
): DecodeEntries {
	let lastTime: Micros | undefined;
	const reader = new EntryReader();
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
					? decodeEntry(value, lastTime)
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
	{time, level, message, region}: Record<string, unknown>,
	lastTime: Micros | undefined,
): Entry | undefined {
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

export function decodeBuildLog(block: Uint8Array): BuildLogBatch {
	const entries: BuildEntry[] = [];
	const lines = parseLines(block, (value) => {
		if (!isObject(value) || typeof value['message'] !== 'string') {
			return false;
		}

		entries.push({level: textOf(value['level']), message: value['message']});
		return true;
	});
	return {entries, ...lines};
}

/** `undefined` where the value is no deployment. */
export function decodeDeployment(value: unknown): Deployment | undefined {
	if (!isObject(value) || typeof value['id'] !== 'string') {
		return undefined;
	}

	const {id, projectId, status, domains, databases, description} = value;
	return {
		id,
		projectId: textOf(projectId),
		status: textOf(status),
		domains: Array.isArray(domains)
			? domains.filter((domain) => typeof domain === 'string')
			: [],
		databases: decodeNames(databases),
		createdAt: decodeTime(value['createdAt']),
		updatedAt: decodeTime(value['updatedAt']),
		description: typeof description === 'string' ? description : undefined,
	};
}

/** The newest first; what is no deployment is left out. */
export function decodeDeployments(
	value: unknown,
): readonly Deployment[] | undefined {
	return Array.isArray(value)
		? value
				.map((one) => decodeDeployment(one))
				.filter((deployment) => deployment !== undefined)
				.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))
		: undefined;
}

function decodeNames(value: unknown): Record<string, string> {
	return isObject(value)
		? Object.fromEntries(
				Object.entries(value).filter(
					(pair): pair is [string, string] => typeof pair[1] === 'string',
				),
			)
		: {};
}

function decodeTime(value: unknown): Micros | undefined {
	return typeof value === 'string' ? parseTime(value) : undefined;
}
