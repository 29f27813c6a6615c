import {Buffer} from 'node:buffer';
import {hasOwnTime, entryJson} from '../../log/entry.ts';
import {matches} from '../../log/query.ts';
import {isWithin} from '../../log/time-range.ts';
import {type Page, type PastRequest} from '../feed.ts';
import {type LogFile} from './log-file.ts';

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
