import {type Micros} from '../log/entry.ts';

/** The deploys since deplog was started, the oldest first. */
export type Trail = {
	readonly deploys: readonly Deploy[];
	/** The one that is explored. */
	readonly currentId: string;
};

/** A deployment that the reader has been at, or has passed. */
export type Deploy = {
	readonly id: string;
	readonly createdAt: Micros;
	readonly hasFailed: boolean;
};

export const noTrail: Trail = {deploys: [], currentId: ''};

/** A deploy, and what it followed. */
export type Step = {readonly deploy: Deploy; readonly before: Deploy};

/** What has led to the deployment that is explored, the oldest first. */
export function stepsBack({deploys, currentId}: Trail): readonly Step[] {
	const at = deploys.findIndex(({id}) => id === currentId);
	return deploys.slice(1, at + 1).flatMap((deploy, index) => {
		const before = deploys[index];
		return before === undefined ? [] : [{deploy, before}];
	});
}

/** The deploy after the one that is explored, where the reader has been there. */
export function deployAhead({deploys, currentId}: Trail): Deploy | undefined {
	const at = deploys.findIndex(({id}) => id === currentId);
	return at === -1 ? undefined : deploys[at + 1];
}
