import {Box, Text} from 'ink';
import {type State} from '../../store/state.ts';
import {Pane} from '../look/pane.tsx';
import {deploymentFailure} from '../look/said-failure.ts';
import {type Setting} from '../look/setting.ts';
import {spread} from '../look/line.ts';
import {type Rectangle} from '../look/surface.ts';
import {capitalize, safe} from '../look/words.ts';
import {type UpperPane, type Title, type View} from '../view/view.ts';
import {deploymentKeys} from './deployment-keys.ts';
import {deploymentLines, deploymentRowWords} from './deployment-lines.ts';

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
