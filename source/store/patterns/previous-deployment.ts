import {type Deployment, hasFailed} from '../../log/deployment.ts';

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
