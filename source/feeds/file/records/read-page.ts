/* eslint-disable no-await-in-loop -- A block is read after the other. */

import {Buffer} from 'node:buffer';
import {
	type Entry,
	type Micros,
	entryJson,
	hasOwnTime,
} from '../../../log/entry.ts';
import {type Filter, isAsked, isEverything} from '../../../log/query.ts';
import {isWithin, type TimeRange, toSpan} from '../../../log/time-range.ts';
import {type Page, type PastRequest} from '../../feed.ts';
import {type IndexBlock, type LogFile} from './log-file.ts';
import {type ReadBlock} from './read-block.ts';

/**
One page of what files hold, in the order of time, whatever the order in the files.

Blocks are read until no block that is left may hold an entry before those that were found: what their times leave open is not in the page.
*/
export async function readPage(
	files: readonly LogFile[],
	{filter, range, order, limit, signal}: PastRequest,
	cache: BlockCache,
): Promise<Page> {
	const span = toSpan(range);
	const isDescending = order === 'desc';
	const waiting = files
		.flatMap((file, fileIndex) =>
			file.blocks.map((block) => ({file, fileIndex, block})),
		)
		.filter(
			({block: {from, to, count}}) =>
				count > 0 && to >= span.from && from < span.to,
		)
		.toSorted((a, b) =>
			isDescending ? b.block.to - a.block.to : a.block.from - b.block.from,
		);
	const taken: Array<{
		readonly at: (typeof waiting)[number];
		readonly read: ReadBlock;
		readonly found: readonly Found[];
	}> = [];
	let index = 0;
	/** All that is nearer than this has been read. */
	let reached = isDescending ? span.to : span.from;
	let count = 0;
	const end = performance.now() + longestSearch;
	const start = reached;
	// However long it takes, a page is of some time: files that were written one behind the other have many blocks of the same.
	const mayEnd = () =>
		reached !== start && limit >= leastPage && performance.now() >= end;
	while (index < waiting.length && count < limit && !mayEnd()) {
		signal.throwIfAborted();
		const at = waiting[index++];
		if (at === undefined) {
			break;
		}

		const block = await cache.read(at.file, at.block);
		const found = findAsked(block, filter, range);
		taken.push({at, read: block, found});
		reached = borderOf(waiting[index]?.block, {isDescending, ...span});
		count = 0;
		for (const {found: some} of taken) {
			for (const {time} of some) {
				count += isNear(time, reached, isDescending) ? 1 : 0;
			}
		}
	}

	const isOver = index >= waiting.length;
	reached = isOver ? (isDescending ? span.from : span.to) : reached;
	const all = taken
		.toSorted(
			(a, b) =>
				a.at.fileIndex - b.at.fileIndex ||
				a.at.block.offset - b.at.block.offset,
		)
		.flatMap(({found}) => found)
		.filter(({time}) => isNear(time, reached, isDescending))
		.toSorted((a, b) => a.time - b.time);
	const {kept, border} = cut(isDescending ? all.toReversed() : all, {
		limit,
		reached,
		isDescending,
	});
	for (const {at, read} of taken) {
		const isLeft = isDescending
			? at.block.from < border
			: at.block.to >= border;
		if (isLeft) {
			cache.keep(at.block, read);
		} else {
			cache.drop(at.block);
		}
	}

	const whole = isDescending
		? {from: border, to: span.to}
		: {from: span.from, to: border};
	const passedOver = files
		.flatMap(({gaps}) => gaps)
		.filter(({from}) => from >= whole.from && from < whole.to);
	return {
		batch: batchOf(kept),
		whole,
		...(passedOver.length > 0 && {passedOver}),
	};
}

/** In bytes of files. */
const mostCached = 48 * 1024 * 1024;

/** Blocks that the next page is likely to need as well: in a file whose times go to and fro, many hold entries of the same time. */
export class BlockCache {
	readonly #blocks = new Map<IndexBlock, ReadBlock>();
	#byteCount = 0;

	async read(file: LogFile, block: IndexBlock): Promise<ReadBlock> {
		return this.#blocks.get(block) ?? file.readBlock(block);
	}

	keep(block: IndexBlock, read: ReadBlock) {
		if (
			!this.#blocks.has(block) &&
			this.#byteCount + block.length <= mostCached
		) {
			this.#blocks.set(block, read);
			this.#byteCount += block.length;
		}
	}

	drop(block: IndexBlock) {
		if (this.#blocks.delete(block)) {
			this.#byteCount -= block.length;
		}
	}
}

/** In milliseconds: a page that finds little ends after so long, and the next one goes on. */
const longestSearch = 250;
/** Whoever asks for fewer wants just them. */
const leastPage = 5000;

/** An entry in a block that was read. */
type Found = {
	readonly time: Micros;
	readonly read: ReadBlock;
	readonly slot: number;
};

function findAsked(
	read: ReadBlock,
	filter: Filter,
	range: TimeRange,
): readonly Found[] {
	const {entries} = read;
	const isAll = isEverything(filter);
	const found: Found[] = [];
	for (let slot = 0; slot < entries.length; slot++) {
		const time = entries.time(slot);
		if (isWithin(time, range) && (isAll || fits(entries.at(slot), filter))) {
			found.push({time, read, slot});
		}
	}

	return found;
}

function fits(entry: Entry | undefined, filter: Filter): boolean {
	return (
		entry !== undefined &&
		isAsked(filter, entry) &&
		entry.message.includes(filter.text)
	);
}

/** Where what is known ends while a block is left: its nearest entry may be next. */
function borderOf(
	next: IndexBlock | undefined,
	{
		isDescending,
		from,
		to,
	}: {
		readonly isDescending: boolean;
		readonly from: Micros;
		readonly to: Micros;
	},
): Micros {
	return next === undefined
		? isDescending
			? from
			: to
		: isDescending
			? Math.min(to, next.to + 1)
			: Math.max(from, next.from);
}

/** Whether an instant lies in what is known. */
function isNear(time: Micros, reached: Micros, isDescending: boolean): boolean {
	return isDescending ? time >= reached : time < reached;
}

/** No more than the limit, but always a whole instant. */
function cut<Timed extends {readonly time: Micros}>(
	all: readonly Timed[],
	{
		limit,
		reached,
		isDescending,
	}: {
		readonly limit: number;
		readonly reached: Micros;
		readonly isDescending: boolean;
	},
): {readonly kept: readonly Timed[]; readonly border: Micros} {
	const last = all[limit - 1]?.time;
	if (last === undefined || limit >= leastPage) {
		return {kept: all, border: reached};
	}

	const end = all.findIndex(({time}) =>
		isDescending ? time < last : time > last,
	);
	return end === -1
		? {kept: all, border: reached}
		: {kept: all.slice(0, end), border: isDescending ? last : last + 1};
}

/** In bytes: how much is read from the end, more each time what was looked for is not found. */
const tailLengths = [512 * 1024, 4 * 1024 * 1024, 32 * 1024 * 1024];

/** The newest entries of files that have not been read to their ends yet, as far as their last lines tell. An entry that stands elsewhere and is as new is not among them, so the page is to be asked for again unless times go up. Nothing where no line of a file has a time; with `isWhole`, nothing where there are fewer than are asked for. */
export async function readTailPage(
	files: readonly LogFile[],
	{filter, range, limit}: Pick<PastRequest, 'filter' | 'range' | 'limit'>,
	{isWhole}: {readonly isWhole: boolean},
): Promise<Page | undefined> {
	const span = toSpan(range);
	for (const length of isWhole ? tailLengths : tailLengths.slice(0, 1)) {
		const tails: Tail[] = [];
		for (const file of files) {
			tails.push(await readTail(file, length, isWhole));
		}

		const known = latestOf(tails.map(({from}) => from));
		if (known === Number.POSITIVE_INFINITY) {
			continue;
		}

		const from = Math.max(span.from, known);
		const gaps = tails.flatMap((tail) => tail.gaps);
		const kept = tails
			.flatMap(({found}) => found)
			.filter(
				({time, read, slot}) =>
					time >= from &&
					isWithin(time, range) &&
					fits(read.entries.at(slot), filter),
			)
			.toSorted((a, b) => a.time - b.time)
			.toReversed();
		if (!isWhole || from === span.from) {
			return tailPage(kept, from, gaps);
		}

		if (kept.length >= limit) {
			const near = cut(kept, {limit, reached: from, isDescending: true});
			return tailPage(near.kept, near.border, gaps);
		}
	}

	return undefined;
}

/** The last entries of a file: all it has since `from`. */
type Tail = {
	readonly found: readonly Found[];
	readonly from: Micros;
	readonly gaps: ReadBlock['gaps'];
};

async function readTail(
	file: LogFile,
	length: number,
	isWhole: boolean,
): Promise<Tail> {
	const size = await file.size();
	// Nobody has looked whether the times of a small one go up.
	const isSmall = isWhole && (await file.findOrder()) === 'small';
	const isAll = size <= length || isSmall;
	const read = await file.readTail(isAll ? size : length);
	const all: Found[] = [];
	for (let slot = 0; slot < read.entries.length; slot++) {
		all.push({time: read.entries.time(slot), read, slot});
	}

	if (isAll) {
		return {found: all, from: Number.NEGATIVE_INFINITY, gaps: read.gaps};
	}

	const first = [...read.entries].findIndex((entry) => hasOwnTime(entry));
	if (first === -1) {
		return {found: [], from: Number.POSITIVE_INFINITY, gaps: []};
	}

	const own = all.slice(first);
	const times = own.map(({time}) => time);
	return {
		found: own,
		// Lines before these may be mixed with the first of them.
		from: isWhole
			? latestOf(times.slice(0, Math.ceil(times.length / 8))) + 1
			: earliestOf(times),
		gaps: read.gaps,
	};
}

function latestOf(times: readonly Micros[]): Micros {
	let latest = Number.NEGATIVE_INFINITY;
	for (const time of times) {
		latest = Math.max(latest, time);
	}

	return latest;
}

function earliestOf(times: readonly Micros[]): Micros {
	let earliest = Number.POSITIVE_INFINITY;
	for (const time of times) {
		earliest = Math.min(earliest, time);
	}

	return earliest;
}

function tailPage(
	kept: readonly Found[],
	from: Micros,
	gaps: ReadBlock['gaps'],
): Page {
	const passedOver = gaps.filter((gap) => gap.from >= from);
	return {
		batch: batchOf(kept),
		whole: {from, to: Number.POSITIVE_INFINITY},
		...(passedOver.length > 0 && {passedOver}),
	};
}

/** Each entry with the line of its file, where that is JSON. */
function batchOf(found: readonly Found[]): Page['batch'] {
	return {
		entries: found.flatMap(({read, slot}) => read.entries.at(slot) ?? []),
		malformedCount: 0,
		rawLine(index) {
			const {read, slot = 0} = found[index] ?? {};
			const entry = read?.entries.at(slot);
			return (
				read?.ownLine(slot) ??
				Buffer.from(entry === undefined ? '' : entryJson(entry))
			);
		},
	};
}
