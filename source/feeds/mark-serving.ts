import {type Deployment} from '../log/deployment.ts';

/** Tells which deployments of a list, the newest first, the domains of their project lead to: the newest that succeeded has a domain, whoever had it before. */
export function markServing(
	deployments: readonly Deployment[],
): readonly Deployment[] {
	const taken = new Set<string>();
	return deployments.map((deployment) => {
		const won =
			deployment.status.kind === 'succeeded'
				? listSharedDomains(deployment).filter((domain) => !taken.has(domain))
				: [];
		for (const domain of won) {
			taken.add(domain);
		}

		return {...deployment, isServing: won.length > 0};
	});
}

/** Those that are not its own alone: these have its id in their name, and lead to it for ever. */
export function listSharedDomains({
	id,
	domains,
}: Pick<Deployment, 'id' | 'domains'>): readonly string[] {
	return domains.filter((domain) => !domain.includes(id));
}
