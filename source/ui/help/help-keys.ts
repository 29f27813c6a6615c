import {type State} from '../../store/state.ts';
import {helpHeight, helpTop} from './help-top.ts';
import {type Binding, type Command, list} from '../keys/binding.ts';
import {stepKeys} from '../keys/step-keys.ts';
import {interruptKey, terminalKeys} from '../keys/terminal-keys.ts';

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
			page: (state, pages) => scrolled(state, pages * helpHeight(state)),
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
	return [{kind: 'mode', mode: {kind: 'help', top: helpTop(state, by)}}];
}
