import {type Focus} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {activePane, type ViewKind, type View} from '../view/view.ts';
import {type Binding} from '../keys/binding.ts';
import {paneKeys} from './pane-keys.ts';
import {demoKeys, keysOfCovers, programKeys} from './program-keys.ts';

type Views = Readonly<Record<ViewKind, View>>;

/** The view that gets the keys: the topmost one. */
export function keyedView(state: State): ViewKind {
	const {mode} = state.screen;
	return mode.kind === 'list' ? viewBelow(state) : mode.kind;
}

/** What is bound now, the first one of a key before others. */
export function boundKeys(views: Views, state: State): readonly Binding[] {
	const kind = keyedView(state);
	const {keys, otherKeys = [], place} = views[kind];
	switch (place) {
		case 'dock': {
			return keys;
		}

		case 'cover': {
			return [...keys, ...otherKeys, ...keysOfCovers];
		}

		case 'line': {
			return [...keys, ...paneKeysOf(views, activePane(state))];
		}

		case 'pane':
		case 'detail': {
			return keysBelow(views, state);
		}
	}
}

/** What is bound while no prompt, picker or cover is open. */
export function keysBelow(views: Views, state: State): readonly Binding[] {
	const ofPane = paneKeysOf(views, activePane(state));
	return state.screen.detail === undefined
		? ofPane
		: [...views.detail.keys, ...ofPane];
}

/** The views whose keys the help and the readme list, those of the list first. */
export function listedViews(
	views: Views,
): ReadonlyArray<Pick<View, 'keys' | 'where' | 'place' | 'isDeep'>> {
	return [
		{...views.logs, keys: paneKeysOf(views, 'logs')},
		...Object.values(views).filter(
			(view) => view.where !== undefined && view !== views.help,
		),
	];
}

function viewBelow(state: State): ViewKind {
	return state.screen.detail === undefined ? activePane(state) : 'detail';
}

function paneKeysOf(views: Views, pane: Focus): readonly Binding[] {
	return [
		...(pane === 'logs' ? [] : views[pane].keys),
		...views.logs.keys,
		...paneKeys,
		...programKeys,
		...demoKeys,
	];
}
