import {
	deploymentChoices,
	idOfChoice,
} from './deployment-choices.ts';
import {type Binding, list} from '../keys/binding.ts';
import {cancelKey, choiceKeys, stepped} from '../prompts/choice-keys.ts';
import {inMode} from '../keys/in-mode.ts';

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
	cancelKey,
	...choiceKeys('deployment', (by) =>
		inMode('deployments', (mode) =>
			stepped(mode, deploymentChoices(mode).length, by),
		),
	),
	{
		keys: ['ctrl+u'],
		help: 'empty the prompt',
		group: 'Prompt',
		run: inMode('deployments', (mode) => [
			{kind: 'mode', mode: {...mode, value: '', index: 0}},
		]),
	},
];
