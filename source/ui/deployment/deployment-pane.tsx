import {Text} from 'ink';
import {type State} from '../../store/state.ts';
import {type Pane as PaneLayout} from '../frame/upper-panes.ts';
import {Pane} from '../look/pane.tsx';
import {type Setting} from '../look/setting.ts';
import {deploymentLines} from './deployment-lines.ts';
import {deploymentTitle} from './deployment-title.ts';
import {foldedDeployment} from './folded-deployment.ts';

type DeploymentPaneProps = {
	readonly pane: PaneLayout;
	readonly state: State;
	readonly setting: Setting;
};

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
			title={{left: deploymentTitle(state, setting)}}
			isFocused={state.screen.focus === 'deployment'}
			lines={deploymentLines(state, setting, {
				width: rectangle.width - 4,
				height: rectangle.height - 2,
			})}
			theme={setting.theme}
		/>
	);
}
