import {type Action} from './action.ts';
import {type State} from './state.ts';
import {update} from './update.ts';

export type Store = {
	readonly get: () => State;
	readonly dispatch: (action: Action) => void;
	/** Calls `listener` after each action, with it; returns the way to stop that. */
	readonly subscribe: (listener: (action: Action) => void) => () => void;
};

export function createStore(first: State): Store {
	let state = first;
	const listeners = new Set<(action: Action) => void>();
	return {
		get: () => state,
		dispatch(action) {
			state = update(state, action);
			for (const listener of listeners) {
				listener(action);
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
}
