import {hasOwnTime, type Micros} from '../../../log/entry.ts';
import {type ReadBlock} from './read-block.ts';

/** Whether times go up where one looks; nobody needs to look into what is small. */
export type FileOrder = 'ascending' | 'mixed' | 'small';

/** A file that is read at places all over it. */
type ReadAnywhere = {
	readonly size: () => Promise<number>;
	/** The lines that begin behind a place. */
	readonly readAt: (
		start: number,
		length: number,
		isEnd: boolean,
	) => Promise<ReadBlock>;
};

/** In bytes: places that are looked at are so far apart at least. */
const probeDistance = 4 * 1024 * 1024;
const mostProbes = 64;
/** In bytes: so much is read there, and more where no line of that has a time. */
const probeLengths = [8 * 1024, 64 * 1024];
const longestProbe = 64 * 1024;

/** Whether the times go up from the beginning of a file to its end, as far as one sees at places all over it. */
export async function findOrder(file: ReadAnywhere): Promise<FileOrder> {
	const size = await file.size();
	const count = Math.min(mostProbes, Math.floor(size / probeDistance));
	if (count < 2) {
		return 'small';
	}

	let newest = Number.NEGATIVE_INFINITY;
	for (let index = 0; index <= count; index++) {
		const offset = Math.floor(((size - longestProbe) * index) / count);
		// eslint-disable-next-line no-await-in-loop -- The first place that goes back ends it.
		const time = await timeAt(file, offset);
		if (time !== undefined && time < newest) {
			return 'mixed';
		}

		newest = time ?? newest;
	}

	return Number.isFinite(newest) ? 'ascending' : 'mixed';
}

/** A place in front of all that is of `since` or later, where times go up. */
export async function findStart(
	file: ReadAnywhere,
	since: Micros,
): Promise<number> {
	let low = 0;
	let high = await file.size();
	while (high - low > probeDistance) {
		const middle = Math.floor((low + high) / 2);
		// eslint-disable-next-line no-await-in-loop -- Each place is half as far from the next.
		const time = await timeAt(file, middle);
		if (time === undefined || time >= since) {
			high = middle;
		} else {
			low = middle;
		}
	}

	// What several threads have written may be mixed.
	return Math.max(0, low - probeDistance);
}

/** The time of the lines at a place, of which one may tell of another time; nothing where none has any. */
async function timeAt(
	file: ReadAnywhere,
	offset: number,
): Promise<Micros | undefined> {
	for (const length of probeLengths) {
		// eslint-disable-next-line no-await-in-loop -- Most have a time in the first part.
		const {entries} = await file.readAt(offset, length, false);
		const times = [...entries]
			.filter((entry) => hasOwnTime(entry))
			.slice(0, 3)
			.map(({time}) => time)
			.toSorted((a, b) => a - b);
		if (times.length > 0) {
			return times[Math.floor(times.length / 2)];
		}
	}

	return undefined;
}
