import {type Entry, type Micros} from '../source/log/entry.ts';

/** The median length of a message, in bytes with its newline. */
export type MedianBytes = 70 | 127;

export type CorpusOptions = {
	readonly medianBytes?: MedianBytes;
	readonly seed?: number;
};

export type EntriesOptions = CorpusOptions & {
	readonly count: number;
	/** The time of the first entry. */
	readonly from?: Micros;
	/** Between an entry and the next, on average. */
	readonly step?: Micros;
};

/** The entries on which everything is measured: the same for the same options, always. */
export function createEntries({
	count,
	from = Date.parse('2026-11-24T10:00:00.123Z') * 1000,
	step = 1000,
	...options
}: EntriesOptions): Entry[] {
	const next = createEntrySource(options);
	return Array.from({length: count}, (_, index) => next(from + index * step));
}

/** Gives one entry after the other, each with the time it is asked for. */
export function createEntrySource({
	medianBytes = 70,
	seed = 1,
}: CorpusOptions = {}): (time: Micros) => Entry {
	const random = createRandom(seed);
	const prose = createProse(random);
	return (time) => ({
		time,
		level: pick(levels, random()),
		message: `${messageOf(prose, medianBytes, random)}\n`,
		region: pick(regions, random()),
	});
}

/** The entry as the server sends it, without the newline. */
export function wireLine({time, level, message, region}: Entry): string {
	return JSON.stringify({
		time: new Date(time / 1000).toISOString(),
		level,
		message,
		region,
	});
}

/** A generator that gives the same numbers for the same seed (Park and Miller). */
export function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
}

/** As often as deployments log them. */
const levels = [
	...Array.from({length: 14}, () => 'info'),
	...Array.from({length: 3}, () => 'debug'),
	...Array.from({length: 2}, () => 'warning'),
	'error',
];
const regions = [
	'gcp-us-east4',
	'gcp-us-west1',
	'gcp-europe-west3',
	'gcp-asia-southeast1',
];
const plainWords =
	'upstream timeout after attempt checkout cache miss hit user session retry order queue worker accepted rejected rendered page in ms for with status invoice payment token expired refreshed GET POST 200 304 404 502 path=/cart path=/api/orders/8134 duration=12ms attempt=2 id=7f3k2m9c region=eu { }'.split(
		' ',
	);
/** One message in fifteen or so is more than ASCII. */
const words = [...Array.from({length: 6}, () => plainWords).flat(), 'Zoë', '→'];
const proseLength = 1_048_576;
/** Half of all lengths are within this part of the median. */
const spread = 0.45;

/** One long text; messages are parts of it, which is quicker than to put each together. */
function createProse(random: () => number): string {
	const parts: string[] = [];
	let length = 0;
	while (length < proseLength) {
		const word = pick(words, random());
		parts.push(word);
		length += word.length + 1;
	}

	return parts.join(' ');
}

/** Some are short, a few are long; as many are shorter than the median as are longer. */
function messageOf(
	prose: string,
	medianBytes: MedianBytes,
	random: () => number,
): string {
	const deviation = random() + random() + random() - 1.5;
	const length = Math.round(medianBytes * Math.exp(deviation * 2 * spread)) - 1;
	const start = prose.indexOf(' ', Math.floor(random() * proseLength) - 700);
	return prose.slice(start + 1, start + 1 + length).trimEnd();
}

function pick(from: readonly string[], random: number): string {
	return from[Math.floor(random * from.length)] ?? '';
}
