import {commands} from '../palette/commands.ts';
import {type Binding, type Command} from './binding.ts';
import {inMode} from './in-mode.ts';

const list: Command = {kind: 'mode', mode: {kind: 'list'}};

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
	{
		keys: ['escape', 'ctrl+c'],
		help: 'cancel',
		group: 'Prompt',
		hint: {words: 'cancel', keys: 'esc', rank: 0},
		run: () => [list],
	},
	{
		keys: ['up'],
		help: 'the command above',
		group: 'Prompt',
		run: stepped(-1),
	},
	{
		keys: ['down', 'tab'],
		help: 'the command below',
		group: 'Prompt',
		hint: {words: 'choose', keys: '↑ ↓', rank: 1},
		run: stepped(1),
	},
	{
		keys: ['ctrl+u'],
		help: 'empty the prompt',
		group: 'Prompt',
		run: inMode('palette', (mode) => [
			{kind: 'mode', mode: {...mode, value: '', index: 0}},
		]),
	},
];

function stepped(by: number): Binding['run'] {
	return inMode('palette', (mode, state, setting) => {
		const last = commands(mode, state, setting).length - 1;
		const index = Math.max(0, Math.min(mode.index + by, last));
		return [{kind: 'mode', mode: {...mode, index}}];
	});
}
