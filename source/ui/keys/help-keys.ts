import {type State} from '../../store/state.ts';
import {helpLines} from '../help/help-lines.ts';
import {layoutOf} from '../layout.ts';
import {type Binding, type Command, list} from './binding.ts';

/** Keys while the help is open. */
export const helpKeys: readonly Binding[] = [
	{
		keys: ['escape', 'q', '?'],
		help: 'close the help',
		group: 'deplog',
		hint: {words: 'close', keys: 'esc', rank: 0},
		run: () => [list],
	},
	{
		keys: ['up', 'k'],
		help: 'one row up',
		group: 'Move',
		run: (state) => scrolled(state, -1),
	},
	{
		keys: ['down', 'j'],
		help: 'one row down',
		group: 'Move',
		hint: {words: 'scroll', keys: 'j k', rank: 1},
		run: (state) => scrolled(state, 1),
	},
	{
		keys: ['pageup', 'ctrl+b', 'ctrl+u'],
		help: 'a page up',
		group: 'Move',
		run: (state) => scrolled(state, -pageOf(state)),
	},
	{
		keys: ['pagedown', 'ctrl+f', 'ctrl+d', 'space'],
		help: 'a page down',
		group: 'Move',
		run: (state) => scrolled(state, pageOf(state)),
	},
	{
		keys: ['g', 'home'],
		help: 'to the top',
		group: 'Move',
		run: (state) => scrolled(state, Number.NEGATIVE_INFINITY),
	},
	{
		keys: ['G', 'end'],
		help: 'to the bottom',
		group: 'Move',
		run: (state) => scrolled(state, Number.POSITIVE_INFINITY),
	},
	{
		keys: ['ctrl+l'],
		help: 'repaint',
		group: 'deplog',
		run: () => [{kind: 'repaint'}],
	},
	{
		keys: ['ctrl+z'],
		help: 'suspend',
		group: 'deplog',
		run: () => [{kind: 'suspend'}],
	},
	{
		keys: ['ctrl+c'],
		help: 'quit',
		group: 'deplog',
		run: () => [{kind: 'quit'}],
	},
];

function scrolled(state: State, by: number): Command[] {
	const {mode} = state.screen;
	const top = mode.kind === 'help' ? mode.top : 0;
	const height = helpLines(state.screen.columns).length;
	const most = Math.max(0, height - pageOf(state));
	return [
		{
			kind: 'mode',
			mode: {kind: 'help', top: Math.max(0, Math.min(top + by, most))},
		},
	];
}

function pageOf(state: State): number {
	const layout = layoutOf(state);
	return layout.kind === 'panes' ? layout.main.list.height : 1;
}
