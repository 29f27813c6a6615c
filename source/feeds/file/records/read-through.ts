/* eslint-disable no-await-in-loop -- What comes follows what came before. */
import {Buffer} from 'node:buffer';
import {
	type Entry,
	type EntryBatch,
	entryJson,
	type Micros,
} from '../../../log/entry.ts';
import {isAsked, isEverything} from '../../../log/query.ts';
import {isWithin} from '../../../log/time-range.ts';
import {type ReadRequest} from '../../feed.ts';
import {type LogFile} from './log-file.ts';
import {type ReadBlock} from './read-block.ts';

/** Hands over the entries of files whose times go up while they are read, each once, in the order of time: an entry may stand some blocks of its file behind its place. Those that stand still further behind come where they stand, and are counted. */
export async function* readThrough(
	files: readonly LogFile[],
	request: ReadRequest,
): AsyncGenerator<EntryBatch, void> {
	const [first, ...others] = files;
	let lastTime = Number.NEGATIVE_INFINITY;
	let lateCount = 0;
	for await (const run of first !== undefined && others.length === 0
		? readInOrder(first, request)
		: mergeFiles(files, request)) {
		for (const {time} of run) {
			lateCount += time < lastTime ? 1 : 0;
			lastTime = Math.max(lastTime, time);
		}

		yield batchOf(run);
	}

	if (lateCount > 0) {
		request.onLate(lateCount);
	}
}

/** An entry that waits until none can come that is older. */
type Waiting = {
	readonly time: Micros;
	readonly block: ReadBlock;
	readonly slot: number;
};

/** Blocks of which the entries wait for older ones behind them: programs that write from several threads mix what is some seconds apart. */
const waitingBlocks = 8;

/** In microseconds: a file may hold entries that are so much older than its first one. */
const mostBefore: Micros = 60_000_000;
/** So many entries of several files are handed on at once. */
const runLength = 4096;

/** One of several files, of which the next entries are known once it is begun. */
type Lane = {
	readonly file: LogFile;
	/** Nothing in it is older. */
	readonly from: Micros;
	runs?: AsyncGenerator<readonly Waiting[], void>;
	waiting: readonly Waiting[];
	at: number;
};

/** Runs of the entries of several files. One is begun when the others have come to its beginning, so that of those that follow each other, as a log that was rotated, one is read at a time. */
async function* mergeFiles(
	files: readonly LogFile[],
	request: ReadRequest,
): AsyncGenerator<readonly Waiting[], void> {
	const lanes = await Promise.all(files.map(async (file) => toLane(file)));
	const later = lanes.toSorted((a, b) => a.from - b.from);
	const begun: Lane[] = [];
	let merged: Waiting[] = [];
	for (;;) {
		const [first, second] = begun.toSorted((a, b) => timeOf(a) - timeOf(b));
		const [next] = later;
		if (next !== undefined && (!first || next.from <= timeOf(first))) {
			later.shift();
			next.runs = readInOrder(next.file, request);
			await fill(next, begun);
			continue;
		}

		if (first === undefined) {
			yield merged;
			return;
		}

		const until = Math.min(
			second === undefined ? Number.POSITIVE_INFINITY : timeOf(second),
			next?.from ?? Number.POSITIVE_INFINITY,
		);
		let one = first.waiting[first.at];
		do {
			if (one !== undefined) {
				merged.push(one);
			}

			one = first.waiting[++first.at];
		} while (one !== undefined && one.time <= until);

		if (merged.length >= runLength) {
			yield merged;
			merged = [];
		}

		if (one === undefined) {
			await fill(first, begun);
		}
	}
}

async function toLane(file: LogFile): Promise<Lane> {
	return {
		file,
		from: (await file.findStartTime()) - mostBefore,
		waiting: [],
		at: 0,
	};
}

/** Reads what is next of a file; one that has ended is no more among those that are begun. */
async function fill(lane: Lane, begun: Lane[]) {
	lane.at = 0;
	lane.waiting = [];
	let isOver = false;
	while (lane.waiting.length === 0 && !isOver) {
		const result = await lane.runs?.next();
		isOver = result?.done !== false;
		lane.waiting = result?.value ?? [];
	}

	const index = begun.indexOf(lane);
	if (isOver && index !== -1) {
		begun.splice(index, 1);
	} else if (!isOver && index === -1) {
		begun.push(lane);
	}
}

function timeOf({waiting, at}: Lane): Micros {
	return waiting[at]?.time ?? Number.POSITIVE_INFINITY;
}

/** Runs of the entries of one file. */
async function* readInOrder(
	file: LogFile,
	{filter, range, signal, onMissing}: ReadRequest,
): AsyncGenerator<readonly Waiting[], void> {
	const isAll = isEverything(filter);
	const {since, until = Number.POSITIVE_INFINITY} = range;
	// A small one is put in order whole: nobody has looked whether its times go up.
	const mostBlocks =
		(await file.findOrder()) === 'small'
			? Number.POSITIVE_INFINITY
			: waitingBlocks;
	let waiting: Waiting[] = [];
	/** How many entries came of the last blocks. */
	const counts: number[] = [];
	for await (const block of file.readAscending(since, signal)) {
		for (const gap of block.gaps) {
			if (isWithin(gap.from, range)) {
				onMissing(gap);
			}
		}

		const come: Waiting[] = [];
		let newest = Number.NEGATIVE_INFINITY;
		for (let slot = 0; slot < block.entries.length; slot++) {
			const time = block.entries.time(slot);
			newest = Math.max(newest, time);
			if (!isWithin(time, range)) {
				continue;
			}

			const entry = isAll ? undefined : block.entries.at(slot);
			if (
				isAll ||
				(entry !== undefined &&
					isAsked(filter, entry) &&
					entry.message.includes(filter.text))
			) {
				come.push({time, block, slot});
			}
		}

		waiting = addInOrder(waiting, come);
		counts.push(come.length);
		if (counts.length > mostBlocks) {
			yield waiting.splice(0, counts.shift() ?? 0);
		}

		// Nothing that is left is older.
		if (counts.length >= mostBlocks && (waiting[0]?.time ?? newest) >= until) {
			break;
		}
	}

	yield waiting;
}

function addInOrder(
	waiting: readonly Waiting[],
	come: readonly Waiting[],
): Waiting[] {
	const last = waiting.at(-1)?.time ?? Number.NEGATIVE_INFINITY;
	const all = [...waiting, ...come];
	let before = last;
	for (const {time} of come) {
		if (time < before) {
			return all.toSorted((a, b) => a.time - b.time);
		}

		before = time;
	}

	return all;
}

function batchOf(waiting: readonly Waiting[]): EntryBatch {
	const at = (index: number): Entry | undefined => {
		const one = waiting[index];
		return one?.block.entries.at(one.slot);
	};

	return {
		entries: {
			*[Symbol.iterator]() {
				for (const {block, slot} of waiting) {
					const entry = block.entries.at(slot);
					if (entry !== undefined) {
						yield entry;
					}
				}
			},
		},
		list: {
			length: waiting.length,
			time: (index) => waiting[index]?.time ?? 0,
			timeText(index) {
				const one = waiting[index];
				return one?.block.entries.timeText(one.slot);
			},
			level(index) {
				const one = waiting[index];
				return one?.block.entries.level(one.slot) ?? '';
			},
			region(index) {
				const one = waiting[index];
				return one?.block.entries.region(one.slot) ?? '';
			},
			copyPlain(index, target, start) {
				const one = waiting[index];
				return one?.block.entries.copyPlain(one.slot, target, start);
			},
			at,
		},
		malformedCount: 0,
		rawLine(index) {
			const one = waiting[index];
			const entry = at(index);
			return (
				one?.block.ownLine(one.slot) ??
				Buffer.from(entry === undefined ? '' : entryJson(entry))
			);
		},
	};
}
