import {logsView} from '../app-logs/logs-view.ts';
import {buildView} from '../build-log/build-pane.tsx';
import {countsView} from '../counts/counts-view.ts';
import {topView} from '../counts/top-view.ts';
import {deploymentView} from '../deployment/deployment-pane.tsx';
import {
	baselineView,
	deploymentsView,
	projectsView,
} from '../deployment-picker/deployment-picker.tsx';
import {detailView} from '../detail/detail-view.ts';
import {helpSearchView, createHelpView} from '../help/help-view.tsx';
import {fieldsView} from '../field-picker/field-picker.tsx';
import {histogramView} from '../histogram/histogram-view.ts';
import {createPaletteView} from '../palette/palette.tsx';
import {patternsView} from '../patterns/patterns-view.ts';
import {incompleteView, saveView} from '../prompts/save-prompt.tsx';
import {textView} from '../prompts/text-prompt.tsx';
import {timeView} from '../prompts/time-prompt.tsx';
import {regionsView} from '../region-picker/region-picker.tsx';
import {type ViewKind, type View, activePane} from '../view/view.ts';
import {type Focus} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {type Binding} from '../keys/binding.ts';
import {paneKeys} from './pane-keys.ts';
import {demoKeys, keysOfCovers, programKeys} from './program-keys.ts';

/** Every view. Layout, keys, help, palette, titles and footer know of them from here alone. */
export const views: Readonly<Record<ViewKind, View>> = {
	logs: logsView,
	build: buildView,
	deployment: deploymentView,
	detail: detailView,
	histogram: histogramView,
	patterns: patternsView,
	counts: countsView,
	top: topView,
	text: textView,
	time: timeView,
	save: saveView,
	incomplete: incompleteView,
	regions: regionsView,
	fields: fieldsView,
	deployments: deploymentsView,
	projects: projectsView,
	baseline: baselineView,
	'help-search': helpSearchView,
	palette: createPaletteView(keysBelow),
	help: createHelpView(() => listedViews().flatMap(({keys}) => keys)),
};

/** The view that gets the keys: the topmost one. */
export function keyedView(state: State): ViewKind {
	const {mode} = state.screen;
	return mode.kind === 'list' ? viewBelow(state) : mode.kind;
}

/** What is bound now, the first one of a key before others. */
export function boundKeys(state: State): readonly Binding[] {
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
			return [...keys, ...paneKeysOf(activePane(state))];
		}

		case 'pane':
		case 'detail': {
			return keysBelow(state);
		}
	}
}

/** What is bound while no prompt, picker or cover is open. */
export function keysBelow(state: State): readonly Binding[] {
	const ofPane = paneKeysOf(activePane(state));
	return state.screen.detail === undefined
		? ofPane
		: [...views.detail.keys, ...ofPane];
}

/** The views whose keys the help and the readme list, those of the list first. */
export function listedViews(): ReadonlyArray<
	Pick<View, 'keys' | 'where' | 'place' | 'isDeep'>
> {
	return [
		{...views.logs, keys: paneKeysOf('logs')},
		...Object.values(views).filter(
			(view) => view.where !== undefined && view !== views.help,
		),
	];
}

function viewBelow(state: State): ViewKind {
	return state.screen.detail === undefined ? activePane(state) : 'detail';
}

function paneKeysOf(pane: Focus): readonly Binding[] {
	return [
		...(pane === 'logs' ? [] : views[pane].keys),
		...views.logs.keys,
		...paneKeys,
		...programKeys,
		...demoKeys,
	];
}
