import {Box, Text} from 'ink';
import {type State} from '../store/state.ts';
import {deploymentLines} from './deployment/deployment-lines.ts';
import {type MainPane} from './layout.ts';
import {type Setting} from './setting.ts';

type MainProps = {
	readonly main: MainPane;
	readonly state: State;
	readonly setting: Setting;
};

/** What has most of the screen: the place of a rule, and below it that of a list. */
export function Main({main: {kind, list}, state, setting}: MainProps) {
	const {width, height} = list;
	return (
		<Box
			flexDirection="column"
			height={height + 1}
			paddingTop={1}
			flexShrink={0}
		>
			{kind === 'deployment' && (
				<Text>
					{deploymentLines(state, setting, {width: width - 2, height})
						.map((line) => ` ${line}`)
						.join('\n')}
				</Text>
			)}
		</Box>
	);
}
