import {Box, Text} from 'ink';
import {type State} from '../../store/state.ts';
import {Pane} from '../look/pane.tsx';
import {deploymentFailure} from '../look/verdict.ts';
import {type Setting} from '../look/setting.ts';
import {spread} from '../look/line.ts';
import {type Rectangle} from '../look/surface.ts';
import {capitalize, safe} from '../look/words.ts';
import {type UpperPane, type Title, type View} from '../view/view.ts';
import {plainText} from '../../text/sanitize.ts';
import {
	type Binding,
	type Command,
	say,
	sayWhere,
	inGroup,
} from '../keys/binding.ts';
import {
	deploymentLines,
	deploymentRowWords,
	deploymentFields,
	selectedField,
} from './deployment-lines.ts';

/** The pane above the list, open or folded to a line. */
export function DeploymentPane({
	pane: {rectangle, isFolded},
	state,
	setting,
}: DeploymentPaneProps) {
	const size = {width: rectangle.width - 4, height: rectangle.height - 2};
	return isFolded ? (
		<Text>{foldedDeployment(state, setting, rectangle.width)}</Text>
	) : (
		<Pane
			rectangle={rectangle}
			title={deploymentTitle(state, setting, size)}
			isFocused={state.screen.focus === 'deployment'}
			lines={deploymentLines(state, setting, size)}
			theme={setting.theme}
		/>
	);
}

/** Keys that mean the fields of the deployment while its pane has the focus. */
const deploymentKeys: readonly Binding[] = inGroup('Move', [
	{
		keys: ['up', 'k'],
		name: 'up',
		help: 'the field above',
		run: (state, setting) => select(state, setting, -1),
	},
	{
		keys: ['down', 'j'],
		name: 'down',
		help: 'the field below',
		hint: {words: 'choose', keys: 'j k', rank: 1},
		run: (state, setting) => select(state, setting, 1),
	},
	{
		keys: ['g', 'home', 'pageup', 'ctrl+b', 'ctrl+u'],
		name: 'first',
		help: 'the first field',
		run: (state, setting) => select(state, setting, Number.NEGATIVE_INFINITY),
	},
	{
		keys: ['G', 'end', 'pagedown', 'ctrl+f', 'ctrl+d'],
		name: 'last',
		help: 'the last field',
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
]);

/** What the API tells of the deployment. */
export const deploymentView: View = {
	place: 'pane',
	keys: deploymentKeys,
	title: ({state, layout}, setting) =>
		deploymentTitle(
			state,
			setting,
			layout.kind === 'panes' ? innerSize(layout.main.list) : undefined,
		),
};

type DeploymentPaneProps = {
	readonly pane: UpperPane;
	readonly state: State;
	readonly setting: Setting;
};

type WholeDeploymentProps = {
	/** Below its rule, which paints itself. */
	readonly list: Rectangle;
	readonly state: State;
	readonly setting: Setting;
};

/** The deployment's details with the screen to themselves. */
export function WholeDeployment({list, state, setting}: WholeDeploymentProps) {
	return (
		<Box paddingTop={1} height={list.height + 1} flexShrink={0}>
			<Text>
				{deploymentLines(state, setting, innerSize(list))
					.map((line) => ` ${line}`)
					.join('\n')}
			</Text>
		</Box>
	);
}

/** Without a border there is a blank at both sides. */
function innerSize({width, height}: Rectangle) {
	return {width: width - 2, height};
}

function deploymentTitle(
	state: State,
	setting: Setting,
	size?: {readonly width: number; readonly height: number},
): Title {
	const {screen, logs} = state;
	const {theme} = setting;
	return {
		right: size === undefined ? '' : deploymentRowWords(state, setting, size),
		left: theme.paint(
			screen.focus === 'deployment' ? 'focused' : 'strong',
			logs.source === undefined
				? `1 ${capitalize(logs.traits.words.deployment)}`
				: logs.source.files.length === 1
					? '1 File'
					: '1 Files',
		),
	};
}

/** The deployment in a line: where it is to be found, and since when. */
export function foldedDeployment(
	state: State,
	{theme, timestamps}: Setting,
	width: number,
): string {
	const {
		details: {deployment},
		logs: {traits},
	} = state;
	const failure = deploymentFailure(state);
	const name = capitalize(traits.words.deployment).padEnd(11);
	const title = ` ${theme.paint('strong', '1')} ${theme.paint('quiet', name)} `;
	if (deployment === undefined) {
		return spread(
			title +
				(failure === undefined
					? theme.paint('quiet', 'asking for the details')
					: failure.kind === 'said'
						? theme.paint('quiet', 'not loaded')
						: theme.paint('bad', safe(failure.failure.message))),
			'',
			width,
		);
	}

	const [domain, ...others] = deployment.domains;
	const {createdAt} = deployment;
	return spread(
		title +
			(domain === undefined
				? theme.paint('quiet', 'no domain')
				: safe(domain)) +
			(others.length === 0 ? '' : theme.paint('quiet', ` +${others.length}`)),
		createdAt === undefined
			? ''
			: theme.paint('quiet', `created ${timestamps.dateTime(createdAt)} `),
		width,
	);
}

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
