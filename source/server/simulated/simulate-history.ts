import {type Micros} from '../../log/entry.ts';
import {createWeightedDraw, integerBetween, type Random} from './random.ts';
import {type Draft, type Scene, trafficAt} from './scene.ts';
import {calm, paymentOutage, recovery} from './storefront-messages.ts';
import {type Template} from './template.ts';

const minute = 60_000_000;
const hour = 60 * minute;

/** About 250,000 entries in two weeks. */
const entriesPerMinute = 11.6;

/** A time in which the program logs otherwise than usual. */
type Phase = {
	readonly from: Micros;
	readonly until: Micros;
	/** Compared with an ordinary time. */
	readonly rate: number;
	readonly draw: (random: Random) => Template;
	/** Where it happens; everywhere where absent. */
	readonly region?: string;
};

/** A program that has run for long: day and night, an outage of a day ago, and a short one of this day. */
export function simulateHistory({
	deploymentId,
	seed,
	now,
	from,
	until,
}: {
	deploymentId: string;
	seed: number;
	/** What the outages are counted back from. */
	now: Micros;
	from: Micros;
	until?: Micros;
}): Scene {
	const drawCalm = createWeightedDraw(calm);
	const phases = outages(now);
	return {
		deploymentId,
		seed,
		origin: now,
		slotLength: minute,
		from,
		until,
		draw(slot, random) {
			const slotTime = now + slot * minute;
			const phase = phases.find(
				(candidate) => slotTime >= candidate.from && slotTime < candidate.until,
			);
			const traffic = trafficAt(slotTime);
			const expected = entriesPerMinute * traffic.rate * (phase?.rate ?? 1);
			const drafts: Draft[] = [];
			let time = slotTime;
			for (let left = scatter(expected, random); left > 0; left--) {
				// Now and then one instant has several entries.
				if (left % 24 !== 0 || drafts.length === 0) {
					time = slotTime + Math.floor(random() * minute);
				}

				const region =
					phase?.region && random() < 0.8
						? phase.region
						: traffic.region(random);
				const draw =
					phase && (phase.region === undefined || phase.region === region)
						? phase.draw
						: drawCalm;
				const template = draw(random);
				const messageSeed = integerBetween(random, 0, 0xff_ff_ff_ff);
				drafts.push({time, template, region, seed: messageSeed});
			}

			return withTraces(drafts);
		},
	};
}

/** In microseconds: what a request prints follows within so long. */
const longestPause: Micros = 6_000_000;

/** Of the entries of a region that follow each other closely, two of three are of the request of the one before. */
function withTraces(drafts: readonly Draft[]): Draft[] {
	const last = new Map<
		string,
		{readonly time: Micros; readonly traceSeed: number}
	>();
	const traceSeeds = new Map<Draft, number>();
	for (const draft of drafts.toSorted((a, b) => a.time - b.time)) {
		const {time, region, seed} = draft;
		const before = last.get(region);
		const isFollowing =
			before !== undefined &&
			time - before.time < longestPause &&
			seed % 3 !== 0;
		const traceSeed = isFollowing ? before.traceSeed : seed;
		last.set(region, {time, traceSeed});
		traceSeeds.set(draft, traceSeed);
	}

	return drafts.map((draft) => ({
		...draft,
		traceSeed: traceSeeds.get(draft) ?? draft.seed,
	}));
}

function outages(now: Micros): readonly Phase[] {
	const outage = createWeightedDraw<Template>(paymentOutage);
	const after = createWeightedDraw<Template>(recovery);
	const began = now - 31 * hour - 12 * minute;
	const beganToday = now - 2 * hour - 50 * minute;
	const today = {region: 'gcp-europe-west3', draw: outage};
	return [
		{from: began, until: began + 4 * minute, rate: 3, draw: outage},
		{
			from: began + 4 * minute,
			until: began + 17 * minute,
			rate: 9,
			draw: outage,
		},
		{
			from: began + 17 * minute,
			until: began + 25 * minute,
			rate: 2,
			draw: after,
		},
		{
			...today,
			from: beganToday,
			until: beganToday + 5 * minute,
			rate: 4,
		},
	];
}

/** A whole number around the expected one, as traffic scatters. */
function scatter(expected: number, random: Random) {
	const spread = Math.sqrt(expected) * (random() + random() - 1) * 2;
	return Math.max(0, Math.round(expected + spread));
}
