import {Box, Text} from 'ink';
import {useLayoutEffect, useSyncExternalStore} from 'react';
import {type Store} from '../store/create-store.ts';
import {cut} from '../text/cut.ts';
import {BuildPane} from './build-log/build-pane.tsx';
import {DeploymentPane} from './deployment/deployment-pane.tsx';
import {Dock} from './dock.tsx';
import {type Layout} from './layout.ts';
import {Main} from './main.tsx';
import {type Setting} from './setting.ts';
import {shownSetting} from './shown-setting.ts';
import {type Snapshots} from './snapshots.ts';

type AppProps = {
	readonly snapshots: Snapshots;
	readonly dispatch: Store['dispatch'];
	/** Puts what paints itself in its places. */
	readonly place: (layout: Layout) => void;
	readonly setting: Setting;
};

/** The whole screen. Header, rule, lists, histogram and footer only have their places kept free: they paint themselves. */
export function App({
	snapshots,
	dispatch,
	place,
	setting: firstSetting,
}: AppProps) {
	const {state, layout} = useSyncExternalStore(
		snapshots.subscribe,
		snapshots.house,
	);
	const setting = shownSetting(firstSetting, state);
	useLayoutEffect(() => {
		place(layout);
	}, [place, layout]);
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
			<Main main={layout.main} state={state} setting={setting} />
			{layout.detail && layout.main.kind !== 'detail' ? (
				<Box height={layout.detail.height} flexShrink={0} />
			) : null}
			{layout.histogram ? <Box height={1} flexShrink={0} /> : null}
			{layout.dock ? (
				<Dock
					height={layout.dock.height}
					state={state}
					setting={setting}
					dispatch={dispatch}
				/>
			) : null}
		</Box>
	);
}
