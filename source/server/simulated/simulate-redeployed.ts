import {type Micros} from '../../log/entry.ts';
import {
	createWeightedDraw,
	integerBetween,
	pick,
	type Random,
} from './random.ts';
import {type Draft, type Scene} from './scene.ts';
import {
	boot,
	calm,
	newError,
	newErrorAftermath,
	newFeature,
} from './storefront-messages.ts';
import {type Template} from './template.ts';
import {regionNames, trafficAt} from './traffic.ts';

const second = 1_000_000;

/** In whole seconds after the start of the build. */
const bootsAt = 7;
const failsFrom = 18;
/** How likely each of the new feature's messages is within a second. */
const offering = 0.4;

/** A program that was just deployed: it boots after its build, serves 5 to 10 entries a second, and soon shows a new kind of error. */
export function simulateRedeployed({
	deploymentId,
	seed,
	start,
	until,
	hasNewError = true,
}: {
	deploymentId: string;
	seed: number;
	start: Micros;
	until?: Micros;
	hasNewError?: boolean;
}): Scene {
	const drawCalm = createWeightedDraw<Template>(calm);
	return {
		deploymentId,
		seed,
		origin: start,
		slotLength: second,
		from: start,
		until,
		draw(slot, random) {
			const slotTime = start + slot * second;
			const {region} = trafficAt(slotTime);
			const draft = (template: Template, offset: number): Draft => {
				const drawnRegion = region(random);
				const messageSeed = integerBetween(random, 0, 0xff_ff_ff_ff);
				return {
					time: slotTime + Math.floor(offset * second),
					template,
					region: drawnRegion,
					seed: messageSeed,
					traceSeed: messageSeed,
				};
			};

			if (slot < bootsAt) {
				return [];
			}

			if (slot === bootsAt) {
				return bootDrafts(draft, random);
			}

			const count = integerBetween(random, 5, 8);
			const drafts = Array.from({length: count}, (_, index) =>
				draft(drawCalm(random), (index + random() * 0.8) / count),
			);
			for (const template of newFeature) {
				if (random() < offering) {
					drafts.push(draft(template, random()));
				}
			}

			if (hasNewError && isFailing(slot, random)) {
				const offset = random() * 0.9;
				const failure = draft(newError, offset);
				const aftermath = draft(newErrorAftermath, offset + 0.002);
				// Both are of one request.
				drafts.push(failure, {...aftermath, traceSeed: failure.traceSeed});
			}

			return drafts;
		},
	};
}

/** Each region says that it is there, one after the other. */
function bootDrafts(
	draft: (template: Template, offset: number) => Draft,
	random: Random,
) {
	return regionNames.flatMap((region, place) =>
		boot.map((template, line) => ({
			...draft(template, 0.1 + place * 0.12 + line * 0.03 + random() * 0.02),
			region,
			traceSeed: undefined,
		})),
	);
}

/** For certain at first, then every few seconds. */
function isFailing(slot: number, random: Random) {
	return (
		slot === failsFrom || (slot > failsFrom && pick(random, [0, 1, 2, 3]) === 0)
	);
}
