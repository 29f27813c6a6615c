import {type Deployment, hasFailed} from '../log/deployment.ts';
import {type Deploy, type Trail} from './trail.ts';
import {type State} from './state.ts';

/** The newest deployment of the project, where that is newer than the one that is explored. What was skipped never ran. */
export function newerDeployment({
	details: {deployment},
	latest,
}: Pick<State, 'details' | 'latest'>): Deployment | undefined {
	const newest = latest.deployments.find(
		({status}) => status.kind !== 'skipped',
	);
	return deployment === undefined ||
		newest === undefined ||
		newest.id === deployment.id ||
		(newest.createdAt ?? 0) <= (deployment.createdAt ?? 0)
		? undefined
		: newest;
}

/** The newer deployment that is to be gone to by itself: one that the reader has not been at. */
export function unseenDeployment(state: State): Deployment | undefined {
	const newer = newerDeployment(state);
	return newer === undefined ||
		!state.latest.isFollowed ||
		state.logs.trail.deploys.some(({id}) => id === newer.id)
		? undefined
		: newer;
}

/** The deployment that goes on to serve while the one that is explored has failed. */
export function servingDeployment({
	details: {deployment},
	latest: {deployments},
}: Pick<State, 'details' | 'latest'>): Deployment | undefined {
	const others = deployments.filter(
		({id, status}) =>
			id !== deployment?.id &&
			status.kind === 'succeeded' &&
			deployment !== undefined,
	);
	return deployment !== undefined && hasFailed(deployment)
		? (others.find(({isServing}) => isServing === true) ??
				others.find(
					({createdAt = 0}) => createdAt < (deployment.createdAt ?? 0),
				))
		: undefined;
}

/** The trail on which another deployment of the project stands: with all that were deployed between the two. */
export function trailTo(
	{details: {deployment}, latest, logs: {trail}}: State,
	deploymentId: string,
): Trail {
	const target =
		latest.deployments.find(({id}) => id === deploymentId) ??
		trail.deploys.find(({id}) => id === deploymentId);
	if (deployment?.createdAt === undefined || target?.createdAt === undefined) {
		return trail;
	}

	const from = Math.min(deployment.createdAt, target.createdAt);
	const to = Math.max(deployment.createdAt, target.createdAt);
	const between = latest.deployments
		.filter(
			({createdAt = 0, status}) =>
				createdAt >= from && createdAt <= to && status.kind !== 'skipped',
		)
		.map((one) => toDeploy(one, one.createdAt ?? 0));
	return {
		deploys: joinDeploys(
			trail.deploys,
			[toDeploy(deployment, deployment.createdAt)],
			between,
		),
		currentId: deploymentId,
	};
}

function toDeploy(deployment: Deployment, createdAt: number): Deploy {
	return {id: deployment.id, createdAt, hasFailed: hasFailed(deployment)};
}

/** The rules of so many deploys stay. */
const mostDeploys = 20;

/** Each once, the oldest first; what is told later is known better. */
function joinDeploys(
	...lists: ReadonlyArray<readonly Deploy[]>
): readonly Deploy[] {
	const byId = new Map(lists.flat().map((deploy) => [deploy.id, deploy]));
	return (
		[...byId.values()]
			.toSorted((a, b) => a.createdAt - b.createdAt)
			// The first one has no rule of its own.
			.slice(-mostDeploys - 1)
	);
}

/** What a deployment has replaced: the newest earlier one that shares a domain with it, else the newest earlier one. One that never ran has logged nothing. */
export function previousDeployment(
	{id, createdAt = Number.POSITIVE_INFINITY, domains}: Deployment,
	ofProject: readonly Deployment[],
): Deployment | undefined {
	const earlier = ofProject
		.filter(
			(other) =>
				other.id !== id &&
				!hasFailed(other) &&
				other.status.kind !== 'skipped' &&
				(other.createdAt ?? Number.POSITIVE_INFINITY) < createdAt,
		)
		.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
	return (
		earlier.find((other) =>
			other.domains.some((domain) => domains.includes(domain)),
		) ?? earlier[0]
	);
}
