/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */
import {type Micros} from '../../log/entry.ts';
import {
	type Project,
	type ServedDeployment,
} from '../given/served-deployment.ts';
import {formatTime} from '../given/time-text.ts';
import {failedBuild, successfulBuild} from './build-script.ts';
import {
	mixSeeds,
	createWeightedDraw,
	integerBetween,
	type Random,
} from './random.ts';
import {
	describeRedeploy,
	findEndOfTraffic,
	mostRedeployed,
	simulateRedeployed,
	createSimulatedDeployment,
	type SimulatedDeploymentOptions,
} from './simulated-deployment.ts';
import {simulatedIds} from './simulated-names.ts';
import {type Draft, type Scene, trafficAt} from './scene.ts';
import {calm, paymentOutage, recovery} from './storefront-messages.ts';
import {type Template} from './template.ts';

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

export const organizationId = '3d9e1f60-7c45-4b8a-9f21-5e0c8b7d6a34';
export const projectId = '0b6dcc53-2e29-4a6f-9d3c-6a4c5d3f7e10';

const minute = 60_000_000;
const day = 24 * 60 * minute;

type Simulation = {
	readonly deployments: readonly ServedDeployment[];
	readonly projects: readonly Project[];
};

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
function simulateHistory({
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
