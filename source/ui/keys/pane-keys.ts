import {type Focus, type State} from '../../store/state.ts';
import {type Binding, type Command} from './binding.ts';

const order: readonly Focus[] = ['deployment', 'build', 'logs'];

/** Keys that choose and size panes. */
export const paneKeys: readonly Binding[] = [
	focusKey('1', 'deployment', 'focus the deployment'),
	focusKey('2', 'build', 'focus the build log'),
	focusKey('3', 'logs', 'focus the logs'),
	{
		keys: ['tab'],
		help: 'focus the next pane',
		group: 'Panes',
		hint: {words: 'panes', rank: 8},
		run: (state) => stepped(state, 1),
	},
	{
		keys: ['shift+tab'],
		help: 'focus the pane before',
		group: 'Panes',
		run: (state) => stepped(state, -1),
	},
	{
		keys: ['z'],
		help: 'zoom the pane, or no more',
		group: 'Panes',
		run: () => [{kind: 'zoom'}],
	},
	{
		keys: ['escape'],
		help: 'one step back; never quits',
		group: 'Panes',
		run: steppedBack,
	},
];

function focusKey(key: string, focus: Focus, help: string): Binding {
	return {
		keys: [key],
		help,
		group: 'Panes',
		run: () => [{kind: 'focus', focus}],
	};
}

function stepped({screen}: State, by: number): Command[] {
	const index = order.indexOf(screen.focus) + by + order.length;
	return [{kind: 'focus', focus: order[index % order.length] ?? 'logs'}];
}

function steppedBack({screen, build, logs}: State): Command[] {
	if (logs.rangeFrom !== undefined) {
		return [{kind: 'range'}];
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
