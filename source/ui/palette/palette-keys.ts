import {commands} from './commands.ts';
import {type Binding, list} from '../keys/binding.ts';
import {cancelKey, choiceKeys, stepped} from '../prompts/choice-keys.ts';
import {inMode} from '../keys/in-mode.ts';

/** Keys in the palette; all others are typed. */
export const paletteKeys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'do it',
		group: 'Prompt',
		hint: {words: 'do it', rank: 0},
		run: inMode('palette', (mode, state, setting) => {
			const binding = commands(mode, state, setting)[mode.index];
			return binding === undefined ? [] : [list, {kind: 'perform', binding}];
		}),
	},
	cancelKey,
	...choiceKeys('command', (by) =>
		inMode('palette', (mode, state, setting) =>
			stepped(mode, commands(mode, state, setting).length, by),
		),
	),
	{
		keys: ['ctrl+u'],
		help: 'empty the prompt',
		group: 'Prompt',
		run: inMode('palette', (mode) => [
			{kind: 'mode', mode: {...mode, value: '', index: 0}},
		]),
	},
];
