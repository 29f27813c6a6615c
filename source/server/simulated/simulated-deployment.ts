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
} from './build-script.ts';
import {walkScene, type Scene} from './scene.ts';

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
