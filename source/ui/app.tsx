import {Box, Text} from 'ink';
import {useSyncExternalStore} from 'react';
import {cut} from '../text/cut.ts';
import {BuildPane} from './build-log/build-pane.tsx';
import {
	DeploymentPane,
	WholeDeployment,
} from './deployment/deployment-pane.tsx';
import {type Setting, shownSetting} from './look/setting.ts';
import {type Snapshots} from './frame/snapshots.ts';

type AppProps = {
	readonly snapshots: Snapshots;
	readonly setting: Setting;
};

/** The panes at the top. All below them paints itself, past React or, in the dock, with an Ink of its own. */
export function App({snapshots, setting: firstSetting}: AppProps) {
	const {state, layout} = useSyncExternalStore(
		snapshots.subscribe,
		snapshots.house,
	);
	const setting = shownSetting(firstSetting, state);
	if (layout.kind === 'too-small') {
		return (
			<Text>
				{cut('Too small: deplog needs 40 × 8. q quits.', layout.columns)}
			</Text>
		);
	}

	return (
		// Never an empty frame, which cannot be told from Ink writing nothing.
		<Box flexDirection="column" width={state.screen.columns} minHeight={2}>
			<Box
				flexDirection={layout.build?.rectangle.x ? 'row' : 'column'}
				marginTop={layout.firstError ? 2 : 1}
			>
				{layout.deployment ? (
					<DeploymentPane
						pane={layout.deployment}
						state={state}
						setting={setting}
					/>
				) : null}
				{layout.build ? (
					<BuildPane pane={layout.build} state={state} setting={setting} />
				) : null}
			</Box>
			{layout.main.kind === 'deployment' ? (
				<WholeDeployment
					list={layout.main.list}
					state={state}
					setting={setting}
				/>
			) : null}
		</Box>
	);
}
