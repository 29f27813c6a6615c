import {type Binding, type Command} from './binding.ts';
import {inMode} from './in-mode.ts';

const list: Command = {kind: 'mode', mode: {kind: 'list'}};

/** Keys at the prompt for a file; all others are typed. */
export const saveKeys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'save',
		group: 'Prompt',
		hint: {words: 'save', rank: 0},
		run: inMode('save', ({value, replaces}) =>
			value.trim() === ''
				? []
				: [{kind: 'save', path: value, mayReplace: replaces === value}],
		),
	},
	{
		keys: ['escape', 'ctrl+c'],
		help: 'cancel',
		group: 'Prompt',
		hint: {words: 'cancel', keys: 'esc', rank: 0},
		run: () => [list],
	},
	{
		keys: ['ctrl+u'],
		help: 'empty the prompt',
		group: 'Prompt',
		hint: {words: 'empty', rank: 1},
		run: () => [{kind: 'mode', mode: {kind: 'save', value: ''}}],
	},
];
