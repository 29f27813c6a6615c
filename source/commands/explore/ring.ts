import {isSettled} from '../../log/deployment.ts';
import {type Store} from '../../store/create-store.ts';
import {type State} from '../../store/state.ts';

/** Rings when the deployment that was being built succeeds or fails, and when its first error comes; what was so from the start rings nothing. */
export function ringWhenDue(store: Store, ring: () => void): void {
	let before = store.get();
	store.subscribe(() => {
		const state = store.get();
		const isDue =
			(isBuilding(before) && !isBuilding(state)) ||
			(before.firstError.kind === 'none' && state.firstError.kind === 'found');
		before = state;
		if (isDue) {
			ring();
		}
	});
}

function isBuilding({details: {deployment}}: State): boolean {
	return deployment !== undefined && !isSettled(deployment);
}
