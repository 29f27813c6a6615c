import {type Micros} from './entry.ts';

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
	| {readonly kind: 'unknown'; readonly name: string};

/** Whether the details can no longer change by themselves, so that they need not be asked for again. */
export function isSettled({status}: Deployment): boolean {
	switch (status.kind) {
		case 'queued':
		case 'building':
		case 'unknown': {
			return false;
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
