import {type Focus} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';

/** Which pane the movement keys act on: the build log also while it has the place of the list. */
export function activePane(state: State): Focus {
	const {focus} = state.screen;
	return focus === 'logs' && isBuildFirst(state) ? 'build' : focus;
}

/** A build that runs, or has failed, is what there is to see while no entry has come. */
export function isBuildFirst({details, logs}: State): boolean {
	const {deployment} = details;
	return (
		deployment !== undefined &&
		deployment.status.kind !== 'succeeded' &&
		logs.buffer.count === 0
	);
}
