import {type Micros} from '../../log/entry.ts';
import {integerBetween, pick, type Random} from './random.ts';
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
import {createWeighted} from './weighted.ts';

const second = 1_000_000;

/** In whole seconds after the start of the build. */
const bootsAt = 7;
const failsFrom = 18;
/** How likely each of the new feature's messages is within a second. */
const offering = 0.4;

/** A program that was just deployed: it boots after its build, serves 5 to 10 entries a second, and soon shows a new kind of error. */
export function simulateRedeployed({
	seed,
	start,
}: {
	seed: number;
	start: Micros;
}): Scene {
	const drawCalm = createWeighted<Template>(calm);
	return {
		seed,
		origin: start,
		slotLength: second,
		from: start,
		draw(slot, random) {
			const slotTime = start + slot * second;
			const {region} = trafficAt(slotTime);
			const draft = (template: Template, offset: number): Draft => ({
				time: slotTime + Math.floor(offset * second),
				template,
				region: region(random),
				seed: integerBetween(random, 0, 0xff_ff_ff_ff),
			});
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

			if (isFailing(slot, random)) {
				const offset = random() * 0.9;
				drafts.push(
					draft(newError, offset),
					draft(newErrorAftermath, offset + 0.002),
				);
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
		})),
	);
}

/** For certain at first, then every few seconds. */
function isFailing(slot: number, random: Random) {
	return (
		slot === failsFrom || (slot > failsFrom && pick(random, [0, 1, 2, 3]) === 0)
	);
}
