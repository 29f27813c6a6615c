import {type Binding} from '../keys/binding.ts';
import {cancelKey} from './choice-keys.ts';
import {inMode} from '../keys/in-mode.ts';

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
	cancelKey,
	{
		keys: ['ctrl+u'],
		help: 'empty the prompt',
		group: 'Prompt',
		hint: {words: 'empty', rank: 1},
		run: () => [{kind: 'mode', mode: {kind: 'save', value: ''}}],
	},
];
