import {Box, Text} from 'ink';
import {useSyncExternalStore} from 'react';
import {type Action} from '../store/action.ts';
import {type State} from '../store/state.ts';
import {logsTitle} from './app-logs/logs-title.ts';
import {buildTitle} from './build-log/build-title.ts';
import {foldedBuild} from './build-log/folded-build.ts';
import {countShown} from './count-shown.ts';
import {deploymentLines} from './deployment/deployment-lines.ts';
import {foldedDeployment} from './deployment/folded-deployment.ts';
import {Dock} from './dock.tsx';
import {Footer} from './footer/footer.tsx';
import {Header} from './header/header.tsx';
import {type Layout, layoutOf, type MainPane} from './layout.ts';
import {Pane} from './pane/pane.tsx';
import {ruleLine} from './rule-line.ts';
import {type Setting} from './setting.ts';
import {type Snapshots} from './snapshots.ts';

type AppProps = {
	readonly snapshots: Snapshots;
	readonly setting: Setting;
	readonly dispatch: (action: Action) => void;
};

/** The house around the lists, which are painted past it. */
export function App({snapshots, setting, dispatch}: AppProps) {
	const state = useSyncExternalStore(snapshots.subscribe, snapshots.get);
	const layout = layoutOf(state);
	if (layout.kind === 'too-small') {
		return <Text wrap="truncate-end">The terminal is too small: 40 × 8.</Text>;
	}

	const {columns, rows} = state.screen;
	return (
		<Box flexDirection="column" width={columns} height={rows}>
			<Header state={state} setting={setting} now={setting.now()} />
			<UpperPanes state={state} setting={setting} layout={layout} />
			<Text wrap="truncate">{mainRule(layout.main, state, setting)}</Text>
			<Box height={layout.main.list.height} flexShrink={0}>
				{layout.main.kind === 'deployment' ? (
					<Text>
						{deploymentLines(state, setting, layout.main.list).join('\n')}
					</Text>
				) : null}
			</Box>
			{layout.dock === undefined ? null : (
				<Dock
					state={state}
					setting={setting}
					height={layout.dock.height}
					dispatch={dispatch}
				/>
			)}
			<Footer state={state} setting={setting} />
		</Box>
	);
}

type UpperPanesProps = {
	readonly state: State;
	readonly setting: Setting;
	readonly layout: Extract<Layout, {readonly kind: 'panes'}>;
};

function UpperPanes({state, setting, layout}: UpperPanesProps) {
	const {deployment, build} = layout;
	const {theme} = setting;
	const {focus, columns} = state.screen;
	const isSideBySide =
		build !== undefined && build.rectangle.y === deployment?.rectangle.y;
	return (
		<Box flexDirection={isSideBySide ? 'row' : 'column'} flexShrink={0}>
			{deployment === undefined ? null : deployment.isFolded ? (
				<Text>{foldedDeployment(state, setting, columns)}</Text>
			) : (
				<Pane
					rectangle={deployment.rectangle}
					title={{
						left: theme.paint(
							focus === 'deployment' ? 'focused' : 'strong',
							'1 Deployment',
						),
					}}
					isFocused={focus === 'deployment'}
					lines={deploymentLines(state, setting, {
						width: deployment.rectangle.width - 4,
						height: deployment.rectangle.height - 2,
					})}
					theme={theme}
				/>
			)}
			{build === undefined ? null : build.isFolded ? (
				<Text>{foldedBuild(state, setting, columns)}</Text>
			) : (
				<Pane
					rectangle={build.rectangle}
					title={buildTitle(state, setting)}
					isFocused={focus === 'build'}
					theme={theme}
				/>
			)}
		</Box>
	);
}

function mainRule(
	{kind, rule: {width}}: MainPane,
	state: State,
	setting: Setting,
): string {
	const {theme} = setting;
	switch (kind) {
		case 'logs': {
			const shown = countShown(state.logs.view);
			return ruleLine(logsTitle(state, shown, setting), width, theme);
		}

		case 'build': {
			return ruleLine(buildTitle(state, setting), width, theme);
		}

		case 'deployment': {
			return ruleLine({left: '1 Deployment'}, width, theme);
		}

		case 'help': {
			return ruleLine({left: 'Keys', right: 'esc closes'}, width, theme);
		}
	}
}
