import {type Micros} from './entry.ts';

/** A deployment's details: v1's deployment, v2's revision. */
export type Deployment = {
	readonly id: string;
	/** V1's project, v2's app. */
	readonly projectId: string;
	/** `pending`, `success` or `failed`; an unknown status is kept as it is. */
	readonly status: string;
	readonly domains: readonly string[];
	/** Names of databases to their ids. */
	readonly databases: Readonly<Record<string, string>>;
	readonly createdAt?: Micros;
	readonly updatedAt?: Micros;
	readonly description?: string;
};

/** Whether the details can still change by themselves, so that they are worth asking for again. */
export function isSettled(deployment: Deployment): boolean {
	return deployment.status === 'success' || deployment.status === 'failed';
}
