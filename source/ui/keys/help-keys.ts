import {type State} from '../../store/state.ts';
import {helpLines} from '../help/help-lines.ts';
import {layoutOf} from '../layout.ts';
import {type Binding, type Command, list} from './binding.ts';
import {stepKeys} from './step-keys.ts';
import {interruptKey, terminalKeys} from './terminal-keys.ts';

/** Keys while the help is open. */
export const helpKeys: readonly Binding[] = [
	{
		keys: ['escape', 'q', '?'],
		help: 'close the help',
		group: 'deplog',
		hint: {words: 'close', keys: 'esc', rank: 0},
		run: () => [list],
	},
	...stepKeys(
		{
			step: scrolled,
			page: (state, pages) => scrolled(state, pages * pageOf(state)),
		},
		{
			first: 'to the top',
			last: 'to the bottom',
			hint: {words: 'scroll', rank: 1},
		},
	),
	...terminalKeys,
	interruptKey,
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
