import {Box, Text} from 'ink';
import {logsTitle} from './app-logs/logs-title.ts';
import {buildTitle} from './build-log/build-title.ts';
import {deploymentLines} from './deployment/deployment-lines.ts';
import {deploymentTitle} from './deployment/deployment-title.ts';
import {type MainPane} from './layout.ts';
import {ruleLine} from './rule-line.ts';
import {type Setting} from './setting.ts';
import {type Snapshot} from './snapshots.ts';

type MainProps = {
	readonly main: MainPane;
	readonly snapshot: Snapshot;
	readonly setting: Setting;
};

/** What has most of the screen: a rule, and below it the place of a list. */
export function Main({main, snapshot, setting}: MainProps) {
	const {width, height} = main.list;
	return (
		<Box flexDirection="column" height={height + 1} flexShrink={0}>
			<Text>
				{ruleLine(titleOf(main, snapshot, setting), width, setting.theme)}
			</Text>
			{main.kind === 'deployment' && (
				<Text>
					{deploymentLines(snapshot.state, setting, {
						width: width - 2,
						height,
					})
						.map((line) => ` ${line}`)
						.join('\n')}
				</Text>
			)}
		</Box>
	);
}

function titleOf(
	{kind}: MainPane,
	{state, shown}: Snapshot,
	setting: Setting,
): {readonly left: string; readonly right?: string} {
	switch (kind) {
		case 'logs': {
			return logsTitle(state, shown, setting);
		}

		case 'build': {
			return buildTitle(state, setting);
		}

		case 'deployment': {
			return {left: deploymentTitle(state, setting)};
		}

		case 'help': {
			return {left: setting.theme.paint('focused', 'Keys')};
		}
	}
}
