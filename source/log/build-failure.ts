import {type Deployment, hasFailed, type Stage} from './deployment.ts';
import {type BuildEntry} from './entry.ts';
import {levelOf} from './level.ts';

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

/** Which line says why a build has failed: the first error of the stage that failed, else the first error. -1 where there is none. */
export function findBuildError(
	deployment: Deployment | undefined,
	entries: readonly BuildEntry[],
): number {
	if (deployment === undefined || !hasFailed(deployment)) {
		return -1;
	}

	const stage = failedStage(deployment)?.name;
	const inStage = entries.findIndex(
		({level, step}) => step === stage && isError(level),
	);
	return stage === undefined || inStage === -1
		? entries.findIndex(({level}) => isError(level))
		: inStage;
}

/** Where a build without an error ended: the last line of the stage that was cancelled or took too long. -1 where there is none. */
export function findBuildEnd(
	deployment: Deployment | undefined,
	entries: readonly BuildEntry[],
): number {
	const stage = failedStage(deployment)?.name;
	return stage === undefined
		? -1
		: entries.findLastIndex(({step}) => step === stage);
}

function isError(level: string): boolean {
	return levelOf(level) === 'error';
}
