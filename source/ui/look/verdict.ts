import {
	type Deployment,
	type DeploymentStatus,
	isSettled,
} from '../../log/deployment.ts';
import {type State} from '../../store/state.ts';
import {type Failure, isSameFailure} from '../../log/failure.ts';
import {type Role} from './theme.ts';
import {durationWords, safe} from './words.ts';

/** Whether a deployment has worked. */
export function verdict(deployment: Deployment): Verdict {
	return {...statusVerdict(deployment.status), ...durationOf(deployment)};
}

export type Verdict = {
	readonly role: Role;
	readonly words: string;
	/** How long it took to come to it. */
	readonly duration?: string;
};

/** A deployment that is touched long after it was made did not take that long. */
const longestDeploy = 3_600_000_000;

/** Whether the deployment that is explored has worked, as far as that is known. */
export function shownVerdict({details}: Pick<State, 'details'>): Verdict {
	if (details.deployment !== undefined) {
		return verdict(details.deployment);
	}

	return details.kind === 'failed'
		? {role: 'bad', words: '? no details'}
		: {role: 'quiet', words: '◌ loading'};
}

/** The sign and the word of a status. */
export function statusVerdict(status: DeploymentStatus): Verdict {
	switch (status.kind) {
		case 'queued': {
			return {role: 'busy', words: '◐ queued'};
		}

		case 'building': {
			return {role: 'busy', words: '◐ building'};
		}

		case 'succeeded': {
			return {role: 'good', words: '✓ success'};
		}

		case 'failed': {
			return {role: 'bad', words: '✗ failed'};
		}

		case 'cancelled': {
			return {role: 'bad', words: '✗ cancelled'};
		}

		case 'timed-out': {
			return {role: 'bad', words: '✗ timed out'};
		}

		case 'skipped': {
			return {role: 'quiet', words: '– skipped'};
		}

		case 'unknown': {
			return {role: 'busy', words: `? ${safe(status.name)}`};
		}
	}
}

function durationOf(deployment: Deployment): {
	duration?: string;
} {
	const {createdAt, updatedAt} = deployment;
	const duration = (updatedAt ?? 0) - (createdAt ?? 0);
	return createdAt === undefined ||
		updatedAt === undefined ||
		!isSettled(deployment) ||
		duration <= 0 ||
		duration > longestDeploy
		? {}
		: {duration: durationWords(duration)};
}

/** Why a pane has nothing to show: in its own words, or that a part of the screen has said so. One refusal is said once. */
type PaneFailure =
	| {readonly kind: 'own'; readonly failure: Failure}
	| {readonly kind: 'said'; readonly words: string};

/** Why the pane of the deployment has nothing to show, if it has nothing. */
export function deploymentFailure(state: State): PaneFailure | undefined {
	const {failure} = state.details;
	return failure === undefined
		? undefined
		: isSameFailure(failure, logsFailure(state))
			? asTheLogs
			: {kind: 'own', failure};
}

export function buildFailure(state: State): PaneFailure | undefined {
	const {build, details, logs} = state;
	const {failure} = build;
	if (failure === undefined) {
		return undefined;
	}

	if (isSameFailure(failure, logsFailure(state))) {
		return asTheLogs;
	}

	return isSameFailure(failure, details.failure)
		? {
				kind: 'said',
				words: `Not loaded, for the same reason as the ${logs.traits.words.deployment}.`,
			}
		: {kind: 'own', failure};
}

const asTheLogs: PaneFailure = {
	kind: 'said',
	words: 'Not loaded, for the same reason as the logs.',
};

/** Why the logs do not come: said in their place while they are empty, else in the header or the footer. */
export function logsFailure({logs}: Pick<State, 'logs'>): Failure | undefined {
	const {connection, failedGaps, view} = logs;
	if (connection.kind === 'offline' || connection.kind === 'reconnecting') {
		return connection.failure;
	}

	const failure = failedGaps.at(-1)?.failure;
	// To look for the first match may take long, and is seldom needed.
	return failure !== undefined && view.first() === undefined
		? failure
		: undefined;
}
