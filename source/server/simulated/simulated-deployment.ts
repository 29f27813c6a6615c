import {type Micros} from '../../log/entry.ts';
import {
	type LiveRequest,
	type Position,
	type ServedDeployment,
} from '../given/served-deployment.ts';
import {formatTime} from '../given/time-text.ts';
import {pause} from '../given/waiting.ts';
import {findOutcome} from '../given/build-state.ts';
import {
	measureBuild,
	readBuildLines,
	readBuildState,
	type BuildScript,
	failedBuild,
	successfulBuild,
} from './build-script.ts';
import {
	walkScene,
	type Scene,
	type Draft,
	regionNames,
	trafficAt,
} from './scene.ts';
import {
	createWeightedDraw,
	integerBetween,
	pick,
	type Random,
	mixSeeds,
} from './random.ts';
import {
	boot,
	calm,
	newError,
	newErrorAftermath,
	newFeature,
} from './storefront-messages.ts';
import {type Template} from './template.ts';

/** A deployment that is computed from its scene and the clock. */
export function createSimulatedDeployment({
	scene,
	build,
	clock,
	...details
}: SimulatedDeploymentOptions): ServedDeployment {
	const {id, projectId, createdAt, labels} = details;
	const age = () => clock() - createdAt / 1000;
	const length = measureBuild(build);
	const isBuilt = () => age() >= length;
	const moment = () => ({start: createdAt, age: age()});
	const {status: outcome} = findOutcome(
		readBuildState(build, {start: createdAt, age: length}),
	);
	const keptScene = () => ({
		...scene,
		from: Math.max(scene.from, clock() * 1000 - retention),
	});
	const openAt = (opened: Position, request: LiveRequest) =>
		followScene(scene, request, {opened, clock});
	const now = (): Position => ({
		time: Math.floor(clock() * 1000),
		sequence: Number.MAX_SAFE_INTEGER,
	});

	return {
		id,
		projectId,
		labels,
		isPinned: false,
		details() {
			const isSuccess = isBuilt() && outcome === 'succeeded';
			const updated = Math.min(age(), length);
			return {
				id,
				projectId,
				status: isBuilt() ? (isSuccess ? 'success' : 'failed') : 'pending',
				domains: isSuccess ? details.domains : [],
				databases: {default: '5f1b7c3e-8a42-4d0f-b6f3-1c9e2d7a4b58'},
				createdAt: formatTime(createdAt),
				updatedAt: formatTime(createdAt + Math.max(0, updated) * 1000),
				...(isSuccess && {description: details.description}),
			};
		},
		buildState: () => readBuildState(build, moment()),
		async *followBuildState(signal) {
			let shown = '';
			while (!signal.aborted) {
				const isLast = isBuilt();
				const state = readBuildState(build, moment());
				const text = JSON.stringify(state);
				if (text !== shown) {
					shown = text;
					yield state;
				}

				if (isLast) {
					return;
				}

				await pause(pollMilliseconds, signal); // eslint-disable-line no-await-in-loop -- The build goes on meanwhile.
			}
		},
		buildLines: () => readBuildLines(build, moment()),
		async *followBuild(signal) {
			let sent = 0;
			while (!signal.aborted) {
				const isLast = isBuilt();
				const lines = readBuildLines(build, moment()).slice(sent);
				sent += lines.length;
				yield lines;
				if (isLast) {
					return;
				}

				await pause(pollMilliseconds, signal); // eslint-disable-line no-await-in-loop -- As above.
			}
		},
		pastEntries: (request) => walkScene(keptScene(), request),
		liveEntries: (request) => openAt(now(), request),
		openSince({since, ...request}) {
			const opened = now();
			return {
				past: walkScene(keptScene(), {
					...request,
					range: {since, until: opened.time + 1},
					order: 'asc',
					arrivedBy: opened.time / 1000,
				}),
				live: openAt(opened, request),
			};
		},
	};
}

/** Streams look so often whether something has come. */
const pollMilliseconds = 50;

/** The platform keeps entries for two weeks. */
const retention: Micros = 14 * 24 * 3_600_000_000;

/** What a simulated deployment is made of. */
export type SimulatedDeploymentOptions = {
	readonly id: string;
	readonly projectId: string;
	readonly createdAt: Micros;
	readonly description: string;
	readonly domains: readonly string[];
	readonly labels: Readonly<Record<string, string>>;
	readonly build: BuildScript;
	readonly scene: Scene;
	/** Milliseconds since the epoch. */
	readonly clock: () => number;
};

async function* followScene(
	scene: Scene,
	{filter, signal}: LiveRequest,
	{opened, clock}: {opened: Position; clock: () => number},
) {
	let after = opened;
	while (!signal.aborted) {
		const arrivedBy = clock();
		yield* walkScene(scene, {
			filter,
			signal,
			range: {since: after.time},
			order: 'asc',
			after,
			arrivedBy,
		});
		after = {
			time: Math.max(after.time, Math.floor(arrivedBy * 1000)),
			sequence: Number.MAX_SAFE_INTEGER,
		};
		await pause(pollMilliseconds, signal); // eslint-disable-line no-await-in-loop -- Time goes on meanwhile.
	}
}

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
