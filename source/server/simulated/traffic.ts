import {type Micros} from '../../log/entry.ts';
import {type Random} from './random.ts';

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
