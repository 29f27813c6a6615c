import {type Binding} from './binding.ts';

/** Keys for the terminal, whatever is on it. */
export const terminalKeys: readonly Binding[] = [
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
];

/** Where `q` only closes what is shown. */
export const interruptKey: Binding = {
	keys: ['ctrl+c'],
	help: 'quit',
	group: 'deplog',
	run: () => [{kind: 'quit'}],
};
