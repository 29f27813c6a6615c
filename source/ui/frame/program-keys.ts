import {type Binding} from '../keys/binding.ts';
import {terminalKeys} from '../keys/terminal-keys.ts';

/** Keys for deplog itself. */
export const programKeys: readonly Binding[] = [
	{
		keys: ['@'],
		help: 'another deployment',
		group: 'deplog',
		run: () => [
			{
				kind: 'mode',
				mode: {
					kind: 'deployments',
					value: '',
					index: 0,
					list: {kind: 'loading'},
				},
			},
		],
	},
	{
		keys: ['R'],
		help: 'reconnect and reload',
		group: 'deplog',
		run: () => [
			{kind: 'reload'},
			{kind: 'notice', text: 'Everything is asked for again.'},
		],
	},
	...terminalKeys,
	{
		keys: [':'],
		help: 'palette: every command by its name',
		group: 'deplog',
		hint: {words: 'commands', rank: 1},
		run: () => [{kind: 'mode', mode: {kind: 'palette', value: '', index: 0}}],
	},
	{
		keys: ['?'],
		help: 'these keys',
		group: 'deplog',
		hint: {words: 'keys', rank: 0},
		run: () => [{kind: 'mode', mode: {kind: 'help', top: 0}}],
	},
	{
		keys: ['q', 'ctrl+c'],
		help: 'quit',
		group: 'deplog',
		hint: {words: 'quit', keys: 'q', rank: 0},
		run: () => [{kind: 'quit'}],
	},
];
