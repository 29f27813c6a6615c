import {Box, Text} from 'ink';
import {type State} from '../../store/state.ts';
import {type Setting} from '../look/setting.ts';
import {type Rectangle} from '../look/surface.ts';
import {deploymentLines} from './deployment-lines.ts';

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
