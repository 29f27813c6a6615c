import {type Micros} from '../../log/entry.ts';
import {pause} from '../wire/pause.ts';
import {
	type Line,
	type PastRequest,
	type Position,
	type ServedDeployment,
} from '../given/served-deployment.ts';
import {formatTime} from '../wire/time-text.ts';
import {type Scene} from './scene.ts';
import {buildLength, type BuildScript} from './build-script.ts';
import {walkScene} from './walk-scene.ts';

/** Streams look so often whether something has come. */
const pollMilliseconds = 50;

/** The platform keeps entries for two weeks. */
const retention: Micros = 14 * 24 * 3_600_000_000;

export type SimulatedDeploymentOptions = {
	readonly id: string;
	readonly projectId: string;
	readonly createdAt: Micros;
	readonly status: 'success' | 'failed';
	readonly description: string;
	readonly domains: readonly string[];
	readonly build: BuildScript;
	readonly scene: Scene;
	/** Milliseconds since the epoch. */
	readonly clock: () => number;
};

/** A deployment that is computed from its scene and the clock. */
export function createSimulatedDeployment({
	scene,
	build,
	clock,
	...details
}: SimulatedDeploymentOptions): ServedDeployment {
	const {id, projectId, createdAt} = details;
	const age = () => clock() - createdAt / 1000;
	const isBuilt = () => age() >= buildLength(build);
	const builtLines = () =>
		build
			.filter(([milliseconds]) => milliseconds <= age())
			.map(([, line]) => line);
	const keptScene = () => ({
		...scene,
		from: Math.max(scene.from, clock() * 1000 - retention),
	});

	return {
		id,
		projectId,
		details() {
			const status = isBuilt() ? details.status : 'pending';
			const updated = Math.min(age(), buildLength(build));
			return {
				id,
				projectId,
				status,
				domains: status === 'success' ? details.domains : [],
				databases: {default: '5f1b7c3e-8a42-4d0f-b6f3-1c9e2d7a4b58'},
				createdAt: formatTime(createdAt),
				updatedAt: formatTime(createdAt + Math.max(0, updated) * 1000),
				...(status === 'success' && {description: details.description}),
			};
		},
		buildLines: builtLines,
		async *followBuild(signal) {
			let sent = 0;
			while (!signal.aborted) {
				const isLast = isBuilt();
				const lines: readonly Line[] = builtLines().slice(sent);
				sent += lines.length;
				yield lines;
				if (isLast) {
					return;
				}

				await pause(pollMilliseconds, signal); // eslint-disable-line no-await-in-loop -- The build goes on meanwhile.
			}
		},
		pastEntries: (request) => walkScene(keptScene(), request),
		liveEntries({filter, signal}) {
			const opened: Position = {
				time: Math.floor(clock() * 1000),
				sequence: Number.MAX_SAFE_INTEGER,
			};
			return followScene(scene, {filter, signal}, {opened, clock});
		},
	};
}

async function* followScene(
	scene: Scene,
	{filter, signal}: Pick<PastRequest, 'filter' | 'signal'>,
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
