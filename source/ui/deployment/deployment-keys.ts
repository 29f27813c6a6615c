import {type State} from '../../store/state.ts';
import {plainText} from '../../text/sanitize.ts';
import {type Binding, type Command, say, sayWhere} from '../keys/binding.ts';
import {type Setting} from '../look/setting.ts';
import {deploymentFields, selectedField} from './deployment-lines.ts';

/** Keys that mean the fields of the deployment while its pane has the focus. */
export const deploymentKeys: readonly Binding[] = [
	{
		keys: ['up', 'k'],
		name: 'up',
		help: 'the field above',
		group: 'Move',
		run: (state, setting) => select(state, setting, -1),
	},
	{
		keys: ['down', 'j'],
		name: 'down',
		help: 'the field below',
		group: 'Move',
		hint: {words: 'choose', keys: 'j k', rank: 1},
		run: (state, setting) => select(state, setting, 1),
	},
	{
		keys: ['g', 'home', 'pageup', 'ctrl+b', 'ctrl+u'],
		name: 'first',
		help: 'the first field',
		group: 'Move',
		run: (state, setting) => select(state, setting, Number.NEGATIVE_INFINITY),
	},
	{
		keys: ['G', 'end', 'pagedown', 'ctrl+f', 'ctrl+d'],
		name: 'last',
		help: 'the last field',
		group: 'Move',
		run: (state, setting) => select(state, setting, Number.POSITIVE_INFINITY),
	},
	{
		keys: ['y'],
		name: 'copy',
		words: ['yank', 'clipboard'],
		help: 'copy the field',
		group: 'Take',
		hint: {words: 'copy', rank: 1},
		run: (state, setting) =>
			onField(state, setting, ({name, value}) => [
				{kind: 'copy', what: name, text: plainText(value)},
			]),
	},
	{
		keys: ['Y'],
		name: 'copy JSON',
		words: ['json'],
		help: 'copy the deployment as JSON',
		group: 'Take',
		run: ({details: {deployment}}) =>
			deployment === undefined
				? notLoaded
				: [
						{
							kind: 'copy',
							what: 'deployment',
							text: JSON.stringify(deployment, undefined, 2),
						},
					],
	},
	{
		keys: ['enter'],
		name: 'open',
		help: 'the field in full',
		group: 'Entry',
		run: (state, setting) =>
			onField(state, setting, ({name, value}) =>
				say(`${name}: ${plainText(value)}`),
			),
	},
];

const notLoaded = sayWhere(
	'The details are not loaded yet.',
	({details}) => details.deployment === undefined,
);

function select(state: State, setting: Setting, by: number): Command[] {
	const {length} = deploymentFields(state, setting);
	const index = Math.max(0, Math.min(selectedField(state) + by, length - 1));
	return [{kind: 'field-select', index}];
}

function onField(
	state: State,
	setting: Setting,
	run: (
		field: ReturnType<typeof deploymentFields>[number],
	) => readonly Command[],
): readonly Command[] {
	const field = deploymentFields(state, setting)[selectedField(state)];
	return field === undefined ? notLoaded : run(field);
}
