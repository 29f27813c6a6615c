import {heldCount, rangePaging} from '../../store/missing.ts';
import {type Focus} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {isSearching} from '../../store/list/viewport.ts';
import {count} from '../look/words.ts';
import {openHistogram} from '../histogram/histogram-view.ts';
import {isBuildFirst} from '../view/view.ts';
import {
	type Binding,
	type Command,
	sayWhere,
	inGroup,
} from '../keys/binding.ts';
import {type Setting} from '../look/setting.ts';

/** The panes in the order in which tab goes through them. */
const order: readonly Focus[] = ['deployment', 'build', 'logs'];

/** Keys that choose and size panes. */
export const paneKeys: readonly Binding[] = inGroup('Panes', [
	focusKey('1', 'deployment', {
		name: 'deployment',
		words: [
			'status',
			'project',
			'domains',
			'url',
			'domain',
			'metadata',
			'commit',
			'database',
		],
		help: 'focus the deployment',
	}),
	focusKey('2', 'build', {
		name: 'build',
		words: ['build log', 'build output', 'build error', 'deploy log', 'stages'],
		help: 'focus the build log',
	}),
	focusKey('3', 'logs', {
		name: 'logs',
		words: ['app logs', 'console', 'runtime logs'],
		help: 'focus the logs',
	}),
	{
		keys: ['4'],
		name: 'histogram',
		words: [
			'chart',
			'graph',
			'timeline',
			'sparkline',
			'spike',
			'errors over time',
			'bars',
		],
		help: 'the histogram: ← → choose, space anchors, enter shows, [ ] finer, coarser',
		run: openHistogram,
	},
	{
		keys: ['tab'],
		name: 'next pane',
		words: ['window', 'next window', 'switch pane'],
		help: 'focus the next pane',
		hint: {words: 'panes', rank: 8},
		run: (state, setting) => focusAfter(state, 1, setting),
	},
	{
		keys: ['shift+tab'],
		name: 'previous pane',
		help: 'focus the pane before',
		run: (state, setting) => focusAfter(state, -1, setting),
	},
	{
		keys: ['z'],
		name: 'zoom',
		words: [
			'maximize',
			'fullscreen',
			'full screen',
			'zoom in',
			'zoom out',
			'bigger',
		],
		help: 'zoom the pane, or go back',
		run: () => [{kind: 'zoom'}],
	},
	{
		keys: ['escape'],
		name: 'step back',
		words: ['cancel', 'abort', 'stop loading'],
		help: 'one step back: what loads stops, what is open closes; never quits',
		run: stepBack,
	},
]);

function focusKey(
	key: string,
	focus: Focus,
	said: Pick<Binding, 'name' | 'words' | 'help'>,
): Binding {
	return {
		keys: [key],
		...said,
		group: 'Panes',
		run: (state) =>
			panesOf(state).includes(focus)
				? [
						{kind: 'focus', focus},
						...(focus === 'logs' && isBuildFirst(state)
							? sayWhere(
									'Nothing has been logged so far: the build log stands in its place.',
									isBuildFirst,
								)
							: []),
					]
				: [{kind: 'notice', text: 'A file has no build log.'}],
	};
}

/** A file has no build log. */
function panesOf({logs: {traits}}: State): readonly Focus[] {
	return order.filter((focus) => focus !== 'build' || traits.hasBuildLog);
}

function focusAfter(state: State, by: number, setting: Setting): Command[] {
	const {screen} = state;
	const panes = [...panesOf(state), 'histogram'] as const;
	const now =
		state.screen.mode.kind === 'histogram' ? 'histogram' : screen.focus;
	const index = panes.indexOf(now) + by + panes.length;
	const focus = panes[index % panes.length] ?? 'logs';
	return focus === 'histogram'
		? openHistogram(state, setting)
		: [{kind: 'focus', focus}];
}

function stepBack({screen, build, logs}: State): Command[] {
	if (logs.rangeFrom !== undefined) {
		return [{kind: 'range'}];
	}

	if (rangePaging(logs) === 'going') {
		return [
			{kind: 'page-range', isStopped: true},
			{
				kind: 'notice',
				text: `Stopped: ${count(heldCount(logs))} loaded. enter on the rule at the end goes on, and so does R.`,
			},
		];
	}

	if (isSearching(logs)) {
		return [
			{kind: 'page-range', isStopped: true},
			{
				kind: 'notice',
				text: 'The search has stopped. enter on the rule where it did goes on, and so does R.',
			},
		];
	}

	if (screen.isZoomed) {
		return [{kind: 'zoom'}];
	}

	if (build.search !== '') {
		return [{kind: 'build-search', text: ''}];
	}

	if (screen.focus !== 'logs') {
		return [{kind: 'focus', focus: 'logs'}];
	}

	return screen.shift > 0 ? [{kind: 'shift', by: -screen.shift}] : [];
}
