/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */

import {type Micros} from '../../log/entry.ts';
import {
	type Project,
	type ServedDeployment,
} from '../given/served-deployment.ts';
import {formatTime} from '../given/time-text.ts';
import {failedBuild, successfulBuild} from './build-script.ts';
import {mixSeeds} from './random.ts';
import {
	describeRedeploy,
	findEndOfTraffic,
	mostRedeployed,
	simulateRedeployed,
} from './simulate-redeployed.ts';
import {simulateHistory} from './simulate-history.ts';
import {
	createSimulatedDeployment,
	type SimulatedDeploymentOptions,
} from './simulated-deployment.ts';
import {simulatedIds} from './simulated-names.ts';

export const organizationId = '3d9e1f60-7c45-4b8a-9f21-5e0c8b7d6a34';
export const projectId = '0b6dcc53-2e29-4a6f-9d3c-6a4c5d3f7e10';

const minute = 60_000_000;
const day = 24 * 60 * minute;

type Simulation = {
	readonly deployments: readonly ServedDeployment[];
	readonly projects: readonly Project[];
};

/** The storefront and its deployments: the same each time for the same seed and start. */
export function createSimulation({
	seed = 1,
	clock = Date.now,
	start = clock(),
	redeployEvery,
}: {
	seed?: number;
	/** Milliseconds since the epoch. */
	clock?: () => number;
	/** When the newest deployment starts building. */
	start?: number;
	/** Milliseconds from one deploy to the next; it stays with the first where absent. */
	redeployEvery?: number;
} = {}): Simulation {
	const now = start * 1000;
	const simulated = (
		options: Pick<SimulatedDeploymentOptions, 'id' | 'scene'> &
			Partial<SimulatedDeploymentOptions>,
	) =>
		createSimulatedDeployment({
			projectId,
			createdAt: now,
			description: 'Show bundles in the cart',
			domains: [`${options.id}.deno.dev`],
			labels: labelsOf('Show bundles in the cart', 'main'),
			build: successfulBuild,
			clock,
			...options,
		});
	const redeploys = {seed, start: now, every: (redeployEvery ?? 0) * 1000};
	const historyFrom = now - 14 * day - 200 * minute;

	const deployments = [
		simulated({
			id: simulatedIds.history,
			createdAt: historyFrom,
			description: 'Charge in the currency of the cart',
			labels: labelsOf('Charge in the currency of the cart', 'main'),
			domains: ['storefront.deno.dev', `${simulatedIds.history}.deno.dev`],
			scene: simulateHistory({
				deploymentId: simulatedIds.history,
				seed: mixSeeds(seed, 1),
				now,
				from: historyFrom,
			}),
		}),
		...previews.map(({id, age, life, description, branch, isFailed}, index) => {
			const createdAt = now - age;
			return simulated({
				id,
				createdAt,
				description,
				labels: labelsOf(description, branch),
				build: isFailed ? failedBuild : successfulBuild,
				scene: simulateHistory({
					deploymentId: id,
					seed: mixSeeds(seed, 2, index),
					now,
					from: createdAt + 7_000_000,
					until: createdAt + life,
				}),
			});
		}),
		simulated({
			id: simulatedIds.building,
			domains: [`${simulatedIds.building}.deno.dev`, 'storefront.deno.dev'],
			scene: simulateRedeployed({
				deploymentId: simulatedIds.building,
				seed: mixSeeds(seed, 3),
				start: now,
				until: findEndOfTraffic(0, redeploys),
			}),
		}),
	];
	const redeployed = new Map<number, ServedDeployment>();
	const redeploy = (number: number) => {
		const {description, ...next} = describeRedeploy(number, redeploys);
		return simulated({
			...next,
			description,
			labels: labelsOf(description, 'main'),
		});
	};

	return {
		get deployments() {
			const newest =
				redeployEvery === undefined
					? 0
					: Math.floor((clock() - start) / redeployEvery);
			for (
				let number = Math.max(1, newest - mostRedeployed + 1);
				number <= newest;
				number++
			) {
				if (!redeployed.has(number)) {
					redeployed.set(number, redeploy(number));
					redeployed.delete(number - mostRedeployed);
				}
			}

			return [...deployments, ...redeployed.values()];
		},
		projects: [project(historyFrom)],
	};
}

/** Deployments of branches: each lived for a while. */
const previews: ReadonlyArray<{
	id: string;
	age: Micros;
	life: Micros;
	description: string;
	branch: string;
	isFailed?: boolean;
}> = [
	{
		id: simulatedIds.search,
		age: 9 * day + 70 * minute,
		life: 6 * 60 * minute,
		description: 'Try the new search',
		branch: 'search',
	},
	{
		id: simulatedIds.images,
		age: 3 * day + 25 * minute,
		life: 40 * minute,
		description: 'Smaller images',
		branch: 'smaller-images',
	},
	{
		id: simulatedIds.failed,
		age: day + 320 * minute,
		life: 0,
		description: 'Show bundles in the cart',
		branch: 'bundles',
		isFailed: true,
	},
	{
		id: simulatedIds.preview,
		age: day + 300 * minute,
		life: 95 * minute,
		description: 'Show bundles in the cart (preview)',
		branch: 'bundles',
	},
];

function project(createdAt: Micros): Project {
	return {
		id: projectId,
		organizationId,
		name: 'storefront',
		description: 'The shop',
		createdAt: formatTime(createdAt - 90 * day),
		updatedAt: formatTime(createdAt),
	};
}

/** As a build from a Git repository is labelled. */
function labelsOf(message: string, branch: string) {
	return {
		'git.branch': branch,
		'git.commit': mixSeeds(message.length, message.codePointAt(0) ?? 0)
			.toString(16)
			.padStart(8, '0')
			.repeat(5),
		'git.message': message,
		'git.author': 'Ada Okafor',
	};
}
