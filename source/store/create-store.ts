import {type Action} from './action.ts';
import {type State} from './state.ts';
import {update} from './update.ts';

export type Store = {
	readonly get: () => State;
	readonly dispatch: (action: Action) => void;
	/** Calls `listener` after each action, with it; returns the way to stop that. */
	readonly subscribe: (listener: (action: Action) => void) => () => void;
	/** Adds a rule for what has to follow from a state before anybody is told of it, as the height of a list follows from the size of the screen: an action, or nothing where all is so already. Returns the way to stop that. */
	readonly settle: (rule: Rule) => () => void;
};

type Rule = (state: State) => Action | undefined;

/** Holds the state, changes it by actions, and tells those who listen. */
export function createStore(first: State): Store {
	let state = first;
	const listeners = new Set<(action: Action) => void>();
	const rules = new Set<Rule>();
	const dispatch = (action: Action) => {
		state = update(state, action);
		for (const rule of rules) {
			const following = rule(state);
			state = following === undefined ? state : update(state, following);
		}

		for (const listener of listeners) {
			listener(action);
		}
	};

	return {
		get: () => state,
		dispatch,
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		settle(rule) {
			rules.add(rule);
			const following = rule(state);
			if (following !== undefined) {
				dispatch(following);
			}

			return () => {
				rules.delete(rule);
			};
		},
	};
}
