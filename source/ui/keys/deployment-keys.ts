import {
	deploymentChoices,
	idOfChoice,
} from '../deployment-picker/deployment-choices.ts';
import {type Binding, type Command} from './binding.ts';
import {inMode} from './in-mode.ts';

const list: Command = {kind: 'mode', mode: {kind: 'list'}};

/** Keys while another deployment is chosen; all others are typed. */
export const deploymentKeys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'explore it',
		group: 'Prompt',
		hint: {words: 'explore', rank: 0},
		run: inMode('deployments', (mode, _, setting) => {
			const choice = deploymentChoices(mode)[mode.index];
			if (choice === undefined) {
				return [];
			}

			const deploymentId = idOfChoice(choice);
			return deploymentId === setting.deploymentId
				? [list]
				: [{kind: 'explore', deploymentId}];
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
		help: 'the deployment above',
		group: 'Prompt',
		run: stepped(-1),
	},
	{
		keys: ['down', 'tab'],
		help: 'the deployment below',
		group: 'Prompt',
		hint: {words: 'choose', keys: '↑ ↓', rank: 1},
		run: stepped(1),
	},
	{
		keys: ['ctrl+u'],
		help: 'empty the prompt',
		group: 'Prompt',
		run: inMode('deployments', (mode) => [
			{kind: 'mode', mode: {...mode, value: '', index: 0}},
		]),
	},
];

function stepped(by: number): Binding['run'] {
	return inMode('deployments', (mode) => {
		const last = deploymentChoices(mode).length - 1;
		const index = Math.max(0, Math.min(mode.index + by, last));
		return [{kind: 'mode', mode: {...mode, index}}];
	});
}
