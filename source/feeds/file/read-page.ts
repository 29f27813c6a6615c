/* eslint-disable no-await-in-loop -- A block is read after the other. */

import {Buffer} from 'node:buffer';
import {
	type Entry,
	type Micros,
	entryJson,
	hasOwnTime,
} from '../../log/entry.ts';
import {isAsked, matches} from '../../log/query.ts';
import {isWithin, toSpan} from '../../log/time-range.ts';
import {type Page, type PastRequest} from '../feed.ts';
import {type IndexBlock, type LogFile} from './log-file.ts';
import {type ReadBlock} from './read-block.ts';

/** In milliseconds: a page that finds little ends after so long, and the next one goes on. */
const longestSearch = 250;
/** Whoever asks for fewer wants just them. */
const leastPage = 5000;

type Found = {
	readonly entry: Entry;
	/** As the file has it: a copy, since the block is not kept for it. */
	readonly line: Uint8Array | undefined;
};

/**
One page of what files hold, in the order of time, whatever the order in the files.

Blocks are read until no block that is left may hold an entry before those that were found: what their times leave open is not in the page.
*/
export async function readPage(
	files: readonly LogFile[],
	{filter, range, order, limit, signal}: PastRequest,
	read: (file: LogFile, block: IndexBlock) => Promise<ReadBlock>,
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

		const block = await read(at.file, at.block);
		const found: Found[] = [];
		for (let slot = 0; slot < block.entries.length; slot++) {
			if (!isWithin(block.entries.time(slot), range)) {
				continue;
			}

			const entry = block.entries.at(slot);
			if (
				entry !== undefined &&
				isAsked(filter, entry) &&
				entry.message.includes(filter.text)
			) {
				found.push({entry, line: block.ownLine(slot)?.slice()});
			}
		}

		taken.push({at, found});
		reached = borderOf(waiting[index]?.block, {isDescending, ...span});
		count = 0;
		for (const {found: some} of taken) {
			for (const {entry} of some) {
				count += isNear(entry.time, reached, isDescending) ? 1 : 0;
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
		.filter(({entry}) => isNear(entry.time, reached, isDescending))
		.toSorted((a, b) => a.entry.time - b.entry.time);
	const {kept, border} = cut(isDescending ? all.toReversed() : all, {
		limit,
		reached,
		isDescending,
	});
	const whole = isDescending
		? {from: border, to: span.to}
		: {from: span.from, to: border};
	const passedOver = files
		.flatMap(({gaps}) => gaps)
		.filter(({from}) => from >= whole.from && from < whole.to);
	return {
		batch: {
			entries: kept.map(({entry}) => entry),
			malformedCount: 0,
			rawLine(at) {
				const one = kept[at];
				return one === undefined
					? new Uint8Array()
					: (one.line ?? Buffer.from(entryJson(one.entry)));
			},
		},
		whole,
		...(passedOver.length > 0 && {passedOver}),
	};
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
function cut(
	all: readonly Found[],
	{
		limit,
		reached,
		isDescending,
	}: {
		readonly limit: number;
		readonly reached: Micros;
		readonly isDescending: boolean;
	},
): {readonly kept: readonly Found[]; readonly border: Micros} {
	const last = all[limit - 1]?.entry.time;
	if (last === undefined || limit >= leastPage) {
		return {kept: all, border: reached};
	}

	const end = all.findIndex(({entry: {time}}) =>
		isDescending ? time < last : time > last,
	);
	return end === -1
		? {kept: all, border: reached}
		: {kept: all.slice(0, end), border: isDescending ? last : last + 1};
}

/** The newest entries of a file that has not been read to its end yet, as far as its last lines tell: an entry that stands elsewhere and is as new is not among them, so the page is to be asked for again. Nothing where none has a time. */
export async function readTailPage(
	file: LogFile,
	{filter, range}: Pick<PastRequest, 'filter' | 'range'>,
): Promise<Page | undefined> {
	const {entries} = await file.readTail();
	const all = [...entries];
	const first = all.findIndex((entry) => hasOwnTime(entry));
	if (first === -1) {
		return undefined;
	}

	const tail = all.slice(first);
	const kept = tail
		.filter((entry) => isWithin(entry.time, range) && matches(filter, entry))
		.toSorted((a, b) => b.time - a.time);
	return {
		batch: {
			entries: kept,
			malformedCount: 0,
			rawLine(index) {
				const entry = kept[index];
				return entry === undefined
					? new Uint8Array()
					: Buffer.from(entryJson(entry));
			},
		},
		whole: {
			from: Math.max(
				range.since ?? Number.NEGATIVE_INFINITY,
				Math.min(...tail.map(({time}) => time)),
			),
			to: Number.POSITIVE_INFINITY,
		},
	};
}
