import {type Micros} from '../../log/entry.ts';
import {
	createWeightedDraw,
	integerBetween,
	pick,
	type Random,
	mixSeeds,
} from './random.ts';
import {type Draft, type Scene, regionNames, trafficAt} from './scene.ts';
import {
	boot,
	calm,
	newError,
	newErrorAftermath,
	newFeature,
} from './storefront-messages.ts';
import {type Template} from './template.ts';
import {failedBuild, successfulBuild} from './build-script.ts';
import {type SimulatedDeploymentOptions} from './simulated-deployment.ts';

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

/** So many redeployed deployments are kept; older ones are deleted. */
export const mostRedeployed = 200;

/** A deployment has requests for so long after the next one was created: until that is routed, and what was begun is answered. */
const overlap: Micros = 10_000_000;

const fix = 'Guard lines of the cart without a bundle';

/** What is deployed one after the other. */
const commits = [
	fix,
	'Rename the bundles of a cart line',
	'Show bundles in the cart again',
	'Warm the cache of bundles',
];

type Redeploys = {
	readonly seed: number;
	/** When the one before the first was created. */
	readonly start: Micros;
	/** From one deploy to the next; 0 where there are none. */
	readonly every: Micros;
};

const second = 1_000_000;

/** In whole seconds after the start of the build. */
const bootsAt = 7;
const failsFrom = 18;
/** How likely each of the new feature's messages is within a second. */
const offering = 0.4;

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

/** Describes a deploy by its number, from 1. The second one alone fails: one sees a failure, and that the next one heals it. */
export function describeRedeploy(
	number: number,
	redeploys: Redeploys,
): Pick<
	SimulatedDeploymentOptions,
	'id' | 'createdAt' | 'description' | 'domains' | 'build' | 'scene'
> {
	const {seed, start, every} = redeploys;
	const name = mixSeeds(seed, 4, number).toString(36).padStart(6, '0');
	const id = `storefront-${name.slice(-6)}`;
	const createdAt = start + number * every;
	const description = commits[(number - 1) % commits.length] ?? fix;
	return {
		id,
		createdAt,
		description,
		domains: [`${id}.deno.dev`, 'storefront.deno.dev'],
		build: failsToBuild(number) ? failedBuild : successfulBuild,
		scene: simulateRedeployed({
			deploymentId: id,
			seed: mixSeeds(seed, 5, number),
			start: createdAt,
			until: failsToBuild(number)
				? createdAt
				: findEndOfTraffic(number, redeploys),
			hasNewError: description !== fix,
		}),
	};
}

/** When a deployment has no requests any more, because the next that succeeded has taken over. */
export function findEndOfTraffic(
	number: number,
	{start, every}: Redeploys,
): Micros | undefined {
	const next = failsToBuild(number + 1) ? number + 2 : number + 1;
	return every === 0 ? undefined : start + next * every + overlap;
}

function failsToBuild(number: number) {
	return number === 2;
}
