import {Box, Text} from 'ink';
import {useLayoutEffect, useSyncExternalStore} from 'react';
import {type Store} from '../store/create-store.ts';
import {cut} from '../text/cut.ts';
import {BuildPane} from './build-log/build-pane.tsx';
import {DeploymentPane} from './deployment/deployment-pane.tsx';
import {Dock} from './dock.tsx';
import {Footer} from './footer/footer.tsx';
import {Header} from './header/header.tsx';
import {type Lists} from './lists.ts';
import {Main} from './main.tsx';
import {type Setting} from './setting.ts';
import {type Snapshots} from './snapshots.ts';

type AppProps = {
	readonly snapshots: Snapshots;
	readonly dispatch: Store['dispatch'];
	readonly lists: Pick<Lists, 'place'>;
	readonly setting: Setting;
};

/** The whole screen. The lists only have their place kept free: they paint themselves. */
export function App({snapshots, dispatch, lists, setting}: AppProps) {
	const snapshot = useSyncExternalStore(snapshots.subscribe, snapshots.get);
	const {state, layout, now} = snapshot;
	useLayoutEffect(() => {
		lists.place(layout);
	}, [lists, layout]);
	if (layout.kind === 'too-small') {
		return (
			<Text>
				{cut('Too small: deplog needs 40 × 8. q quits.', layout.columns)}
			</Text>
		);
	}

	return (
		<Box
			flexDirection="column"
			width={state.screen.columns}
			height={state.screen.rows}
		>
			<Header state={state} setting={setting} now={now} />
			<Box flexDirection={layout.build?.rectangle.x ? 'row' : 'column'}>
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
			<Main main={layout.main} snapshot={snapshot} setting={setting} />
			{layout.dock ? (
				<Dock
					height={layout.dock.height}
					state={state}
					setting={setting}
					dispatch={dispatch}
				/>
			) : null}
			<Footer state={state} setting={setting} />
		</Box>
	);
}
