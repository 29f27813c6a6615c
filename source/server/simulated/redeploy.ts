import {type Micros} from '../../log/entry.ts';
import {failedBuild, successfulBuild} from './build-script.ts';
import {mixSeeds} from './random.ts';
import {simulateRedeployed} from './simulate-redeployed.ts';
import {type SimulatedDeploymentOptions} from './simulated-deployment.ts';

/** Older ones of those that were redeployed are deleted. */
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

export type Redeploys = {
	readonly seed: number;
	/** When the one before the first was created. */
	readonly start: Micros;
	/** From one deploy to the next; 0 where there are none. */
	readonly every: Micros;
};

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
		build: isFailing(number) ? failedBuild : successfulBuild,
		scene: simulateRedeployed({
			deploymentId: id,
			seed: mixSeeds(seed, 5, number),
			start: createdAt,
			until: isFailing(number)
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
	const next = isFailing(number + 1) ? number + 2 : number + 1;
	return every === 0 ? undefined : start + next * every + overlap;
}

function isFailing(number: number) {
	return number === 2;
}
