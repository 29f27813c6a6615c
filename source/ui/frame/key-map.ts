import {type State} from '../../store/state.ts';
import {type Hint, rangeHints} from '../take/take-keys.ts';
import {activePane, type ViewKind} from '../view/view.ts';
import {openText} from '../app-logs/filter-keys.ts';
import {
	type Binding,
	isOwnKey,
	keyLabel,
	writeOwnKeys,
} from '../keys/binding.ts';
import {type KeyMap} from '../keys/dispatch.ts';
import {
	createOwnKeys,
	findBinding,
	isChord,
	type OwnKeys,
} from '../look/setting.ts';
import {boundKeys, keyedView, views} from './views.ts';
import {heightOf, layoutOf} from './layout.ts';
import {paneKeys} from './pane-keys.ts';
import {programKeys} from './program-keys.ts';

/** Every key of every view, for the handler. */
export const keyMap: KeyMap = {
	find: (state, chord) =>
		boundKeys(state).find(
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
			? `${label} is bound to nothing ${where ?? 'here'}. esc closes this.`
			: `${label} is bound to nothing. ? shows the keys.`;
	},
	refuse,
	height: (state, binding) =>
		heightOf(ownerOf(state, binding), layoutOf(state)),
	openText,
};

/** Keys of the logs that lead to them, or are for all that is shown. */
const keysOfAll: ReadonlySet<string> = new Set(['!', 'p', 'C', 'T', 's', '|']);

/** A key never acts on a list that is not on the screen. */
function refuse(state: State, binding: Binding): string | undefined {
	const pane = activePane(state);
	const view = views[pane];
	if (
		pane === 'logs' ||
		view.place !== 'pane' ||
		!views.logs.keys.includes(binding)
	) {
		return undefined;
	}

	const layout = layoutOf(state);
	const main = layout.kind === 'panes' ? layout.main.kind : undefined;
	const why = binding.keys.map((key) => view.lacks?.get(key)).find(Boolean);
	if (why !== undefined) {
		return main === 'logs' ? `${why} 3 goes to the logs.` : why;
	}

	return main === 'deployment' &&
		!binding.keys.some((key) => keysOfAll.has(key))
		? 'The logs are not on the screen: 3 goes to them.'
		: undefined;
}

/** The view whose key that is; what is no view's own acts on the pane. */
function ownerOf(state: State, binding: Binding): ViewKind {
	const kind = keyedView(state);
	const {keys, otherKeys = []} = views[kind];
	return [...keys, ...otherKeys].includes(binding) ? kind : activePane(state);
}

/** Hints of keys that mean something else in the view above are left out. While a range is begun, its keys are what matters. */
export function hintsOf(state: State): readonly Hint[] {
	return keyedView(state) === 'logs' && state.logs.rangeFrom !== undefined
		? rangeHints(state.logs)
		: hintsOfKeys(state);
}

function hintsOfKeys(state: State): readonly Hint[] {
	const taken = new Set<string>();
	const bound = boundKeys(state).filter(
		({isBound}) => isBound === undefined || isBound(state),
	);
	return bound.flatMap((binding) => {
		const {keys, hint} = binding;
		const labels = keys
			.map((key) => keyLabel(key))
			.filter((label) => label !== '');
		// A hint that was written for the keys as they are is none for others.
		const isOwn = keys.some((key) => isOwnKey(key));
		const shown = (isOwn ? undefined : hint?.keys) ?? labels[0] ?? '';
		const isTaken = shown.split(' ').every((label) => taken.has(label));
		for (const label of labels) {
			taken.add(label);
		}

		return hint === undefined ||
			isTaken ||
			hint.isShown?.(state) === false ||
			refuse(state, binding) !== undefined
			? []
			: [{...hint, keys: shown}];
	});
}

/** The reader's keys, by the names that the palette has for commands; or what is wrong with one of them. */
export function chooseKeys(
	chosen: ReadonlyMap<string, readonly string[]>,
): OwnKeys | {readonly name: string; readonly problem: string} {
	const bindings = [...views.logs.keys, ...paneKeys, ...programKeys];
	const taken = new Map<string, string>();
	for (const [name, chords] of chosen) {
		if (findBinding(name, bindings) === undefined) {
			return {
				name,
				problem:
					'no command with a key has that name; the palette (:) shows their names',
			};
		}

		for (const chord of chords) {
			const other = taken.get(chord);
			if (!isChord(chord)) {
				return {
					name,
					problem: `${chord} is no key; write G, ctrl+r, f5 or pageup`,
				};
			}

			if (other !== undefined) {
				return {name, problem: `${chord} is the key of ${other}, too`};
			}

			taken.set(chord, name);
		}
	}

	const own = createOwnKeys(chosen, bindings);
	writeOwnKeys(own);
	return own;
}
