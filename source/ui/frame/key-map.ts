import {type State} from '../../store/state.ts';
import {activePane} from '../build-log/active-pane.ts';
import {openText} from '../app-logs/filter-keys.ts';
import {type Binding, keyLabel} from '../keys/binding.ts';
import {type KeyMap} from '../keys/dispatch.ts';
import {type ViewKind} from '../view/view-kind.ts';
import {boundKeys, keyedView} from './bound-keys.ts';
import {heightOf, layoutOf} from './layout.ts';
import {views} from './views.ts';

/** Every key of every view, for the handler. */
export const keyMap: KeyMap = {
	find: (state, chord) =>
		boundKeys(views, state).find(
			({keys, isBound}) =>
				keys.includes(chord) && (isBound === undefined || isBound(state)),
		),
	type(state, text) {
		const view = views[keyedView(state)];
		return view.place === 'dock' ? view.type(state, text) : undefined;
	},
	unboundWords(state, label) {
		const {place, where} = views[keyedView(state)];
		return place === 'cover'
			? `${label} is bound to nothing ${where ?? 'here'}. esc closes them.`
			: `${label} is bound to nothing. ? shows the keys.`;
	},
	height: (state, binding) =>
		heightOf(ownerOf(state, binding), layoutOf(state)),
	openText,
};

/** The view whose key that is; what is no view's own acts on the pane. */
function ownerOf(state: State, binding: Binding): ViewKind {
	const kind = keyedView(state);
	const {keys, otherKeys = []} = views[kind];
	return [...keys, ...otherKeys].includes(binding) ? kind : activePane(state);
}

/** What the footer says of a key; the higher the rank, the sooner it gives way. */
export type Hint = {
	readonly keys: string;
	readonly words: string;
	readonly rank: number;
};

/** Hints of keys that mean something else in the view above are left out. */
export function hintsOf(state: State): readonly Hint[] {
	const taken = new Set<string>();
	return boundKeys(views, state).flatMap(({keys, hint}) => {
		const labels = keys.map((key) => keyLabel(key));
		const shown = hint?.keys ?? labels[0] ?? '';
		const isTaken = shown.split(' ').every((label) => taken.has(label));
		for (const label of labels) {
			taken.add(label);
		}

		return hint === undefined || isTaken ? [] : [{...hint, keys: shown}];
	});
}
