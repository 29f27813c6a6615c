import {type Entry, type Micros} from '../../source/log/entry.ts';
import {
	createRandom,
	integerBetween,
	mixSeeds,
	pick,
} from '../../source/server/simulated/random.ts';

/** What a deployment logs at one moment: the same for the same seed, so that whoever checks needs to be told no more than this. */
export type Burst = {
	readonly seed: number;
	/** The server's clock when it was logged. */
	readonly at: Micros;
	readonly count: number;
	/** The clocks of the regions less the server's. */
	readonly skews?: readonly Micros[];
};

/** How much older than the moment of logging an entry's time may be, by a clock that is right. */
export const latest: Micros = 1_000_000;
/** How wrong the clock of a region may be, either way. */
export const mostSkew: Micros = 30_000_000;

const levels = ['info', 'info', 'info', 'warning', 'error', 'debug'];
const regions = ['gcp-us-east4', 'gcp-europe-west3', 'gcp-asia-east1'];

/** The entries of a burst: many within one millisecond or of one instant, some alike in every field, some late. */
export function emit({seed, at, count, skews = []}: Burst): Entry[] {
	const random = createRandom(mixSeeds(seed, at % 2 ** 32, count));
	const entries: Entry[] = [];
	while (entries.length < count) {
		const isLate = random() < 0.1;
		const region = integerBetween(random, 0, regions.length - 1);
		const entry: Entry = {
			time:
				at +
				(skews[region] ?? 0) -
				(isLate
					? integerBetween(random, 0, latest)
					: integerBetween(random, 0, 3)),
			level: pick(random, levels),
			message: `${pick(random, ['GET /cart', 'POST /pay', 'cache miss 🚀'])} ${seed}-${integerBetween(random, 0, 99)}\n`,
			region: regions[region] ?? '',
		};
		const copies = random() < 0.2 ? integerBetween(random, 2, 4) : 1;
		for (let copy = 0; copy < copies && entries.length < count; copy++) {
			entries.push(entry);
		}
	}

	return entries;
}
