import {type Project} from '../../log/deployment.ts';
import {emptyChooser} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {fit} from '../../text/cut.ts';
import {inMode, list, say} from '../keys/binding.ts';
import {type Setting} from '../look/setting.ts';
import {safe} from '../look/words.ts';
import {createPickerView} from '../prompts/picker-view.tsx';
import {
	type Choice,
	projectChoices,
	type ProjectsMode,
	highlightedIndex,
	highlightItem,
	typedRow,
} from './deployment-choices.ts';

/** Chooses the app or the project of which a deployment is chosen next. */
export const projectsView = createPickerView('projects', {
	label: ({deploymentId}, {logs: {traits}}) =>
		deploymentId === undefined
			? ` ${traits.words.project} `
			: ` ${traits.words.project} of ${safe(deploymentId)} `,
	noun: 'app or project',
	keys: [
		{
			keys: ['enter'],
			help: 'its deployments',
			group: 'Prompt',
			hint: {words: 'take', rank: 0},
			run: inMode('projects', (mode, _, setting) => {
				const choices = projectChoices(mode, setting);
				const choice = choices[highlightedIndex(mode, choices)];
				if (choice === undefined) {
					return [];
				}

				if (choice.kind === 'typed') {
					return [{kind: 'explore', ...choice.target}];
				}

				const {deploymentId} = mode;
				return deploymentId === undefined
					? [
							{
								kind: 'mode',
								mode: {
									kind: 'deployments',
									...emptyChooser,
									project: choice.item,
								},
							},
						]
					: [{kind: 'explore', deploymentId, app: choice.item.id}];
			}),
		},
	],
	cancel: {
		keys: ['escape'],
		help: 'back',
		group: 'Prompt',
		hint: {words: 'back', rank: 0},
		run: ({isUnchosen}) =>
			isUnchosen
				? say('Nothing is chosen yet: enter takes one, ctrl+c quits.')
				: [list],
	},
	otherKeys: [
		{
			keys: ['ctrl+c'],
			help: 'cancel, or quit where nothing is chosen yet',
			group: 'Prompt',
			run: ({isUnchosen}) => (isUnchosen ? [{kind: 'quit'}] : [list]),
		},
	],
	choices: (mode, _, setting) => projectChoices(mode, setting),
	row: (choice, _mode, setting) => projectRow(choice, setting),
	face: faceOf,
	indexOf: highlightedIndex,
	highlight: highlightItem,
});

function projectRow(choice: Choice<Project>, setting: Setting): string {
	const {theme, timestamps} = setting;
	if (choice.kind === 'typed') {
		return typedRow(choice, theme);
	}

	const {name, updatedAt} = choice.item;
	return [
		fit(safe(name), 32, {ellipsis: '…'}),
		theme.paint(
			'quiet',
			updatedAt === undefined
				? ''
				: `updated ${timestamps.dateTime(updatedAt)}`,
		),
	].join('  ');
}

function faceOf(
	{list: found, value}: ProjectsMode,
	{theme}: Setting,
	{logs: {traits}}: State,
): string {
	const {project} = traits.words;
	switch (found.kind) {
		case 'loading': {
			return theme.paint('quiet', ` Asking for the ${project}s …`);
		}

		case 'failed': {
			return theme.paint(
				'bad',
				` ${safe(found.reason)} An address or a domain can be pasted.`,
			);
		}

		case 'loaded': {
			return theme.paint(
				'quiet',
				value.trim() === ''
					? ` There is no ${project} that this token may read.`
					: ` No ${project} matches that.`,
			);
		}
	}
}
