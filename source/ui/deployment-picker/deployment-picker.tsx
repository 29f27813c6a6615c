import {type FeedTraits} from '../../log/feed-traits.ts';
import {type State} from '../../store/state.ts';
import {type Project} from '../../log/deployment.ts';
import {emptyChooser} from '../../store/screen-state.ts';
import {fit} from '../../text/cut.ts';
import {
	type ListedBinding,
	type Command,
	inMode,
	list,
	say,
} from '../keys/binding.ts';
import {type Setting} from '../look/setting.ts';
import {safe} from '../look/words.ts';
import {cancelKey} from '../prompts/dock-view.ts';
import {createPickerView} from '../prompts/picker-view.tsx';
import {
	type DeploymentChoice,
	deploymentChoices,
	type DeploymentsMode,
	highlightedIndex,
	highlightItem,
	openProjects,
	deploymentRow,
	type Choice,
	projectChoices,
	type ProjectsMode,
	typedRow,
} from './deployment-choices.ts';

/** How deployments are listed, whatever they are chosen for. */
const listed = {
	noun: 'deployment',
	row: (
		choice: DeploymentChoice,
		_mode: DeploymentsMode,
		setting: Setting,
		{screen: {columns}}: State,
	) => deploymentRow(choice, setting, columns),
	face: faceOf,
	note: noteOf,
	indexOf: highlightedIndex,
	highlight: highlightItem,
} as const;

/** Chooses another deployment of the project, or one by its id, its address or its domain. */
export const deploymentsView = createPickerView('deployments', {
	label: ({project}, state) =>
		project === undefined
			? ` ${wordsOf(state).deployment} `
			: ` ${wordsOf(state).deployment} of ${safe(project.name)} `,
	keys: [
		{
			keys: ['enter'],
			help: 'explore it',
			hint: {words: 'explore', rank: 0},
			run: inMode('deployments', (mode, _, setting) => {
				const choice = highlightedChoice(mode, setting);
				if (choice === undefined) {
					return [];
				}

				if (choice.kind === 'typed') {
					return [{kind: 'explore', ...choice.target}];
				}

				const {id} = choice.item;
				return mode.project === undefined && id === setting.deploymentId
					? [list]
					: [
							{
								kind: 'explore',
								deploymentId: id,
								...(mode.project !== undefined && {app: mode.project.id}),
							},
						];
			}),
		},
	],
	cancel: {
		...cancelKey,
		// One step back: to the list of projects, where that was the way here.
		run: inMode('deployments', ({project}) => [
			project === undefined ? list : openProjects,
		]),
	},
	otherKeys: [
		{
			keys: ['tab'],
			help: 'another app or project',
			hint: {words: 'app or project', rank: 1},
			run: () => [openProjects],
		},
	],
	choices: (mode, _, setting) => deploymentChoices(mode, setting),
	...listed,
});

const patterns: Command = {kind: 'mode', mode: {kind: 'patterns'}};

const takeBaseline: ListedBinding = {
	keys: ['enter'],
	help: 'hold the patterns against it',
	hint: {words: 'hold against it', rank: 0},
	run: inMode('baseline', (mode, state, setting) => {
		const choice = highlightedChoice(mode, setting);
		if (choice === undefined) {
			return [];
		}

		const deploymentId =
			choice.kind === 'listed' ? choice.item.id : choice.target.deploymentId;
		return deploymentId === setting.deploymentId
			? say(
					`That is the ${wordsOf(state).deployment} itself: choose another one.`,
				)
			: [patterns, {kind: 'baseline-choose', deploymentId}];
	}),
};

/** Chooses the deployment that the patterns are held against. */
export const baselineView = createPickerView('baseline', {
	label: ' hold against ',
	keys: [takeBaseline],
	cancel: {...cancelKey, run: () => [patterns]},
	choices: (mode, _, setting) =>
		deploymentChoices(mode, setting).filter(
			(choice) => choice.kind === 'listed' || choice.target.deploymentId !== '',
		),
	...listed,
});

function highlightedChoice(
	mode: DeploymentsMode,
	setting: Setting,
): DeploymentChoice | undefined {
	const choices = deploymentChoices(mode, setting);
	return choices[highlightedIndex(mode, choices)];
}

function wordsOf({logs: {traits}}: State): FeedTraits['words'] {
	return traits.words;
}

/** Why nothing is listed. */
function listFace(
	{list: found, value}: Pick<DeploymentsMode | ProjectsMode, 'list' | 'value'>,
	{theme}: Setting,
	says: {
		readonly loading: string;
		/** What to do where the list cannot be had. */
		readonly failed: string;
		readonly empty: string;
		readonly unlike: string;
	},
): string {
	if (found.kind === 'failed') {
		return theme.paint('bad', ` ${safe(found.reason)} ${says.failed}`);
	}

	const words = value.trim() === '' ? says.empty : says.unlike;
	return theme.paint(
		'quiet',
		` ${found.kind === 'loading' ? says.loading : words}`,
	);
}

/** Why what is listed may be out of date. */
function noteOf({list: found}: DeploymentsMode, {theme}: Setting): string {
	return found.kind === 'loaded' && found.reason !== undefined
		? theme.paint('bad', ` ${safe(found.reason)} The id of one can be typed.`)
		: '';
}

function faceOf(mode: DeploymentsMode, setting: Setting, state: State): string {
	const {deployment, project} = wordsOf(state);
	return listFace(mode, setting, {
		loading: `Asking for those of the ${project} …`,
		failed: 'The id of one can be typed.',
		empty: `The ${project} has no ${deployment} yet. Deploy it: it appears here.`,
		unlike: `No ${deployment} matches that.`,
	});
}

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
			run: ({isUnchosen}) => (isUnchosen ? [{kind: 'quit'}] : [list]),
		},
	],
	choices: (mode, _, setting) => projectChoices(mode, setting),
	row: (choice, _mode, setting) => projectRow(choice, setting),
	face: projectFace,
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

function projectFace(
	mode: ProjectsMode,
	setting: Setting,
	state: State,
): string {
	const {project} = wordsOf(state);
	return listFace(mode, setting, {
		loading: `Asking for the ${project}s …`,
		failed: 'An address or a domain can be pasted.',
		empty: `There is no ${project} that this token may read.`,
		unlike: `No ${project} matches that.`,
	});
}
