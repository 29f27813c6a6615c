import {Box, Text} from 'ink';
import {type State} from '../../store/state.ts';
import {Pane} from '../look/pane.tsx';
import {type Setting} from '../look/setting.ts';
import {spread} from '../look/line.ts';
import {type Rectangle} from '../look/surface.ts';
import {capitalize, safe} from '../look/words.ts';
import {type UpperPane, type Title, type View} from '../view/view.ts';
import {deploymentKeys} from './deployment-keys.ts';
import {deploymentLines} from './deployment-lines.ts';

/** What the API tells of the deployment. */
export const deploymentView: View = {
	place: 'pane',
	keys: deploymentKeys,
	title: ({state}, setting) => deploymentTitle(state, setting),
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
	return isFolded ? (
		<Text>{foldedDeployment(state, setting, rectangle.width)}</Text>
	) : (
		<Pane
			rectangle={rectangle}
			title={deploymentTitle(state, setting)}
			isFocused={state.screen.focus === 'deployment'}
			lines={deploymentLines(state, setting, {
				width: rectangle.width - 4,
				height: rectangle.height - 2,
			})}
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
export function WholeDeployment({
	list: {width, height},
	state,
	setting,
}: WholeDeploymentProps) {
	return (
		<Box paddingTop={1} height={height + 1} flexShrink={0}>
			<Text>
				{deploymentLines(state, setting, {width: width - 2, height})
					.map((line) => ` ${line}`)
					.join('\n')}
			</Text>
		</Box>
	);
}

function deploymentTitle({screen, logs}: State, {theme}: Setting): Title {
	return {
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
	{details: {deployment, failure}, logs: {traits}}: State,
	{theme, timestamps}: Setting,
	width: number,
): string {
	const name = capitalize(traits.words.deployment).padEnd(11);
	const title = ` ${theme.paint('strong', '1')} ${theme.paint('quiet', name)} `;
	if (deployment === undefined) {
		return spread(
			title +
				(failure === undefined
					? theme.paint('quiet', 'asking for the details')
					: theme.paint('bad', safe(failure.message))),
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
			: theme.paint(
					'quiet',
					`created ${timestamps.date(createdAt)} ${timestamps.time(createdAt)} `,
				),
		width,
	);
}
