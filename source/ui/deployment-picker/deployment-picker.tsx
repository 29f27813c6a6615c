import {fit} from '../../text/fit.ts';
import {type Command, inMode, list, say} from '../keys/binding.ts';
import {type Setting} from '../look/setting.ts';
import {verdict} from '../look/verdict.ts';
import {safe} from '../look/words.ts';
import {cancelKey} from '../prompts/cancel-key.ts';
import {createPickerView} from '../prompts/picker-view.tsx';
import {
	type DeploymentChoice,
	deploymentChoices,
	type DeploymentsMode,
	idOfChoice,
} from './deployment-choices.ts';

/** Chooses another deployment of the project, or one by its id. */
export const deploymentsView = createPickerView('deployments', {
	label: ' deployment ',
	noun: 'deployment',
	keys: [
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
	],
	choices: deploymentChoices,
	row: (choice, _mode, setting) => choiceRow(choice, setting),
	face: faceOf,
});

const patterns: Command = {kind: 'mode', mode: {kind: 'patterns'}};

/** Chooses the deployment that the patterns are held against. */
export const baselineView = createPickerView('baseline', {
	label: ' hold against ',
	noun: 'deployment',
	keys: [
		{
			keys: ['enter'],
			help: 'hold the patterns against it',
			group: 'Prompt',
			hint: {words: 'hold against it', rank: 0},
			run: inMode('baseline', (mode, _, setting) => {
				const choice = deploymentChoices(mode)[mode.index];
				if (choice === undefined) {
					return [];
				}

				const deploymentId = idOfChoice(choice);
				return deploymentId === setting.deploymentId
					? say('That is the deployment itself: choose another one.')
					: [patterns, {kind: 'baseline-choose', deploymentId}];
			}),
		},
	],
	cancel: {...cancelKey, run: () => [patterns]},
	choices: deploymentChoices,
	row: (choice, _mode, setting) => choiceRow(choice, setting),
	face: faceOf,
});

function faceOf({list: found}: DeploymentsMode, {theme}: Setting): string {
	switch (found.kind) {
		case 'loading': {
			return theme.paint('quiet', ' Asking for those of the project …');
		}

		case 'failed': {
			return theme.paint(
				'bad',
				` ${safe(found.reason)} The id of one can be typed.`,
			);
		}

		case 'loaded': {
			return theme.paint('quiet', ' No deployment is like that.');
		}
	}
}

function choiceRow(
	choice: DeploymentChoice,
	{theme, timestamps, deploymentId}: Setting,
): string {
	if (choice.kind === 'typed') {
		return `${safe(choice.deploymentId)}  ${theme.paint('quiet', 'as it was typed')}`;
	}

	const {deployment} = choice;
	const {createdAt, domains} = deployment;
	const {words, role} = verdict({deployment, isLoading: false, reloads: 0});
	const created =
		createdAt === undefined
			? ''
			: `${timestamps.date(createdAt)} ${timestamps.time(createdAt)}`;
	return [
		fit(safe(deployment.id), 24, {ellipsis: '…'}),
		theme.paint(role, fit(words, 11)),
		theme.paint('quiet', fit(created, 19)),
		deployment.id === deploymentId
			? theme.paint('quiet', 'this one')
			: safe(domains[0] ?? ''),
	].join('  ');
}
