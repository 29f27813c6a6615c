import {type Failure, isSameFailure} from '../../log/failure.ts';
import {type State} from '../../store/state.ts';

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

	return view.first() === undefined ? failedGaps.at(-1)?.failure : undefined;
}
