import {setImmediate} from 'node:timers/promises';
import {type Micros} from '../../log/entry.ts';
import {
	matchesFields,
	matchesFilter,
	comparePositions,
	type PastRequest,
	type ServedEntry,
} from '../given/served-deployment.ts';
import {formatTime} from '../given/time-text.ts';
import {createRandom, mixSeeds, type Random} from './random.ts';
import {render, type Template} from './template.ts';

/**
What a simulated program logs, cut into slots of time.

A slot's content is a function of the seed and its number alone, so that any range is the same each time and nothing is stored.
*/
export type Scene = {
	readonly deploymentId: string;
	readonly seed: number;
	/** Where slot 0 begins. Slots before it have negative numbers. */
	readonly origin: Micros;
	/** Micros. */
	readonly slotLength: number;
	/** The program logs from here on. */
	readonly from: Micros;
	/** And until here, where it has ended. */
	readonly until?: Micros;
	/** The entries of a slot in any order. */
	readonly draw: (slot: number, random: Random) => Draft[];
};

/** An entry whose message is not made yet. */
export type Draft = {
	readonly time: Micros;
	readonly template: Template;
	readonly region: string;
	/** Of the message. */
	readonly seed: number;
	/** Entries of one request share it; what no request caused has none. */
	readonly traceSeed?: number;
};

const microsPerHour = 3_600_000_000;

/** Where the storefront runs, how much of its traffic each region has, and how far its clocks are from UTC. */
const regions = [
	{name: 'gcp-us-east4', share: 0.27, utcOffset: -5},
	{name: 'gcp-europe-west3', share: 0.25, utcOffset: 1},
	{name: 'gcp-us-west2', share: 0.16, utcOffset: -8},
	{name: 'gcp-asia-northeast1', share: 0.15, utcOffset: 9},
	{name: 'gcp-southamerica-east1', share: 0.09, utcOffset: -3},
	{name: 'gcp-australia-southeast1', share: 0.08, utcOffset: 10},
] as const;

export const regionNames: readonly string[] = regions.map(({name}) => name);

/** So long a slice may take before the event loop turns. */
const sliceMilliseconds = 4;

/** The entries of a scene that match, in slices. */
export async function* walkScene(
	scene: Scene,
	request: PastRequest,
): AsyncGenerator<readonly ServedEntry[], void> {
	const {order, signal, after} = request;
	const since = Math.max(scene.from, request.range.since ?? 0);
	const until = Math.min(
		scene.until ?? Number.MAX_SAFE_INTEGER,
		request.range.until ?? Number.MAX_SAFE_INTEGER,
		Math.floor(request.arrivedBy * 1000) + 1,
	);
	if (since >= until) {
		return;
	}

	const slotOf = (time: number) =>
		Math.floor((time - scene.origin) / scene.slotLength);
	const step = order === 'asc' ? 1 : -1;
	const firstSlot = slotOf(
		after ? after.time : order === 'asc' ? since : until - 1,
	);
	const lastSlot = slotOf(order === 'asc' ? until - 1 : since);
	const isWanted = (entry: ServedEntry) =>
		entry.time >= since &&
		entry.time < until &&
		(!after || comparePositions(entry, after) * step > 0);
	const select = createSelector(scene, request);

	let gathered: ServedEntry[] = [];
	let sliceEnd = performance.now() + sliceMilliseconds;
	for (
		let slot = firstSlot;
		(slot - lastSlot) * step <= 0 && !signal.aborted;
		slot += step
	) {
		const entries = select(slot).filter((entry) => isWanted(entry));
		gathered.push(...(order === 'asc' ? entries : entries.toReversed()));
		if (performance.now() > sliceEnd) {
			yield gathered;
			gathered = [];
			await setImmediate(); // eslint-disable-line no-await-in-loop -- The slices are for the event loop's sake.
			sliceEnd = performance.now() + sliceMilliseconds;
		}
	}

	yield gathered;
}

/** Gives the matching entries of a slot, oldest first. */
function createSelector(scene: Scene, {filter}: PastRequest) {
	const isCandidate = ({template, region}: Draft) =>
		matchesFields(filter, {level: template.level, region});

	return (slot: number): readonly ServedEntry[] => {
		const random = createRandom(mixSeeds(scene.seed, slot));
		return scene
			.draw(slot, random)
			.toSorted((a, b) => a.time - b.time)
			.flatMap((draft, sequence) =>
				// Messages are made only where they can match.
				isCandidate(draft)
					? [createEntry(draft, sequence, scene.deploymentId)]
					: [],
			)
			.filter((entry) => matchesFilter(filter, entry));
	};
}

function createEntry(
	{time, template, region, seed, traceSeed}: Draft,
	sequence: number,
	deploymentId: string,
): ServedEntry {
	const {level} = template;
	const message = render(template, createRandom(seed));
	return {
		deploymentId,
		time,
		sequence,
		level,
		message,
		region,
		arrival: time / 1000,
		get line() {
			return JSON.stringify({time: formatTime(time), level, message, region});
		},
		get traceId() {
			return traceSeed === undefined ? undefined : hexadecimal(traceSeed, 4);
		},
		get spanId() {
			return traceSeed === undefined
				? undefined
				: hexadecimal(mixSeeds(traceSeed, seed), 2);
		},
	};
}

/** So many times eight digits. */
function hexadecimal(seed: number, count: number) {
	return Array.from({length: count}, (_, index) =>
		mixSeeds(seed, index).toString(16).padStart(8, '0'),
	).join('');
}

/** How busy the shop is compared with its average, and where, by the hours of the day and the days of the week. */
export function trafficAt(time: Micros): {
	readonly rate: number;
	readonly region: (random: Random) => string;
} {
	const parts = regions.map(({share, utcOffset}) => ({
		busyness: share * busyness(time + utcOffset * microsPerHour),
	}));
	const rate = parts.reduce((sum, part) => sum + part.busyness, 0);
	return {
		rate,
		region(random) {
			let left = random() * rate;
			for (const [index, part] of parts.entries()) {
				left -= part.busyness;
				if (left < 0) {
					return regions[index]?.name ?? regions[0].name;
				}
			}

			return regions[0].name;
		},
	};
}

/** About 1 on average over a week: few at four in the night, most at eight in the evening, more on Sundays. */
function busyness(localTime: Micros) {
	const hours = localTime / microsPerHour;
	const daily =
		1 +
		0.65 * Math.cos(((hours - 20) / 24) * 2 * Math.PI) +
		0.25 * Math.cos(((hours - 20) / 12) * 2 * Math.PI);
	// The epoch was a Thursday.
	const day = (Math.floor(hours / 24) + 4) % 7;
	return daily * (day === 0 ? 1.25 : 0.96);
}
