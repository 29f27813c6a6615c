import {type Micros} from './entry.ts';
import {messageLines} from './first-line.ts';

/** A deployment's details: v1's deployment, v2's revision. */
export type Deployment = {
	readonly id: string;
	/** V1's project, v2's app. */
	readonly projectId: string;
	readonly status: DeploymentStatus;
	readonly domains: readonly string[];
	/** Names of databases to their ids. */
	readonly databases: Readonly<Record<string, string>>;
	readonly createdAt?: Micros;
	readonly updatedAt?: Micros;
	readonly description?: string;
	/** What was deployed, by name: the commit, the branch, the author. */
	readonly labels?: Readonly<Record<string, string>>;
	/** What leads to it now. */
	readonly timelines?: readonly Timeline[];
	/** Of the build, in their order. */
	readonly stages?: readonly Stage[];
	/** Why it failed, where the server says more than that. */
	readonly failure?: {
		readonly stage: string;
		readonly code: string;
		readonly message: string;
	};
	readonly deletedAt?: Micros;
	/** Whether a domain of its project leads to it now; absent where that is not known. Only lists tell. */
	readonly isServing?: boolean;
};

/** What deployments belong to: v1's project, v2's app. */
export type Project = {
	/** By which its deployments are asked for: v1's id, v2's slug. */
	readonly id: string;
	/** As people know it. */
	readonly name: string;
	readonly updatedAt?: Micros;
};

/** A name under which an app is to be had: production, a branch, a preview. */
export type Timeline = {
	readonly name: string;
	readonly context: string;
	readonly hostnames: readonly string[];
};

/** A stage of a build, or a step of one. */
export type Stage = {
	readonly name: string;
	readonly status: StageStatus;
	readonly start?: Micros;
	readonly end?: Micros;
	readonly command?: string;
	readonly steps?: readonly Stage[];
};

export type StageStatus =
	| 'pending'
	| 'skipped'
	| 'running'
	/** It waits for somebody to unlock the timeline. */
	| 'blocked'
	| 'succeeded'
	| 'timed-out'
	| 'cancelled'
	| 'failed';

/** How far a deployment is, and what became of it; a word that is not known is kept as the server says it. */
export type DeploymentStatus =
	| {readonly kind: 'queued'}
	| {readonly kind: 'building'}
	| {readonly kind: 'succeeded'}
	| {readonly kind: 'failed'}
	| {readonly kind: 'cancelled'}
	| {readonly kind: 'timed-out'}
	| {readonly kind: 'skipped'}
	| {
			readonly kind: 'unknown';
			readonly name: string;
			/** Whatever the word means, the server says that it has come to an end. */
			readonly isOver?: boolean;
	  };

/** The status that a word means, in whatever case and spelling servers have it. */
export function statusNamed(name: string): DeploymentStatus {
	const kind = statusNames.get(
		name
			.trim()
			.toLowerCase()
			.replaceAll(/[\s\-]/gv, '_'),
	);
	return kind === undefined ? {kind: 'unknown', name} : {kind};
}

const statusNames: ReadonlyMap<
	string,
	Exclude<DeploymentStatus['kind'], 'unknown'>
> = new Map([
	['queued', 'queued'],
	['pending', 'building'],
	['building', 'building'],
	['success', 'succeeded'],
	['succeeded', 'succeeded'],
	['failed', 'failed'],
	['failure', 'failed'],
	['error', 'failed'],
	['errored', 'failed'],
	['cancelled', 'cancelled'],
	['canceled', 'cancelled'],
	['aborted', 'cancelled'],
	['timed_out', 'timed-out'],
	['timeout', 'timed-out'],
	['skipped', 'skipped'],
] as const);

/** What was deployed, as its labels say it, each on one line; empty where they do not. */
type Labels = {
	readonly branch: string;
	/** The first line of the commit's message, else the deployment's description. */
	readonly commit: string;
	readonly author: string;
};

/** Whether the details can no longer change by themselves, so that they need not be asked for again. */
export function isSettled({status, deletedAt}: Deployment): boolean {
	switch (status.kind) {
		case 'queued':
		case 'building': {
			return deletedAt !== undefined;
		}

		case 'unknown': {
			return status.isOver === true || deletedAt !== undefined;
		}

		case 'succeeded':
		case 'failed':
		case 'cancelled':
		case 'timed-out':
		case 'skipped': {
			return true;
		}
	}
}

/** Whether the deployment came to an end that is not what was wanted. */
export function hasFailed({status}: Deployment): boolean {
	return (
		status.kind === 'failed' ||
		status.kind === 'cancelled' ||
		status.kind === 'timed-out'
	);
}

/** The names of labels are nowhere promised: `git.branch`, `github/commit_message` and others of the kind are understood. */
export function readLabels({
	labels = {},
	description,
}: Pick<Deployment, 'labels' | 'description'>): Labels {
	const find = (...names: readonly RegExp[]) => {
		for (const name of names) {
			const found = Object.entries(labels).find(
				([key, value]) => name.test(key) && value.trim() !== '',
			);
			if (found !== undefined) {
				return messageLines(found[1].trim())[0] ?? '';
			}
		}

		return '';
	};

	return {
		branch: find(/branch$/iv, /(?:^|[._\-\/])ref(?:_?name)?$/iv),
		commit:
			find(/message$/iv, /(?:title|subject)$/iv) ||
			(messageLines(description ?? '')[0] ?? '') ||
			find(/(?:commit|sha|hash)$/iv).slice(0, 8),
		author: find(
			/author(?:[._\-]?name)?$/iv,
			/(?:committer|actor|user)(?:[._\-]?name)?$/iv,
		),
	};
}

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

/** The stage for which a build ended in vain; nothing where it did not, or the server does not tell. */
export function failedStage(
	deployment: Deployment | undefined,
): Stage | undefined {
	return deployment !== undefined && hasFailed(deployment)
		? deployment.stages?.find(
				({status}) =>
					status === 'failed' ||
					status === 'cancelled' ||
					status === 'timed-out',
			)
		: undefined;
}
