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

/** The entries of a file whose times go up, as it is read: in the order of time as far as they are not further apart than some blocks, each once. Those that stand still further behind come where they stand, and are counted. */
export async function* readThrough(
	file: LogFile,
	{filter, range, signal, onLate}: ReadRequest,
): AsyncGenerator<EntryBatch, void> {
	const isAll = isEverything(filter);
	const {since, until = Number.POSITIVE_INFINITY} = range;
	let waiting: Waiting[] = [];
	let lastTime = Number.NEGATIVE_INFINITY;
	let lateCount = 0;
	/** How many entries came of the last blocks. */
	const counts: number[] = [];
	for await (const block of file.readAscending(since, signal)) {
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
				lateCount += time < lastTime ? 1 : 0;
				come.push({time, block, slot});
			}
		}

		waiting = addInOrder(waiting, come);
		counts.push(come.length);
		if (counts.length > waitingBlocks) {
			const ready = waiting.splice(0, counts.shift() ?? 0);
			lastTime = Math.max(lastTime, ready.at(-1)?.time ?? lastTime);
			yield batchOf(ready);
		}

		// Nothing that is left is older.
		if (
			counts.length >= waitingBlocks &&
			(waiting[0]?.time ?? newest) >= until
		) {
			break;
		}
	}

	yield batchOf(waiting);
	if (lateCount > 0) {
		onLate(lateCount);
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
