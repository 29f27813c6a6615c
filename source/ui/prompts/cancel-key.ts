import {type Binding, list} from '../keys/binding.ts';

/** Leaves a prompt or a picker as if it had not been opened. */
export const cancelKey: Binding = {
	keys: ['escape', 'ctrl+c'],
	help: 'cancel',
	group: 'Prompt',
	hint: {words: 'cancel', keys: 'esc', rank: 0},
	run: () => [list],
};
