import {Text} from 'ink';
import {type State} from '../../store/state.ts';
import {type Pane as PaneLayout} from '../frame/upper-panes.ts';
import {Pane} from '../look/pane.tsx';
import {type Setting} from '../look/setting.ts';
import {buildTitle} from './build-title.ts';
import {foldedBuild} from './folded-build.ts';

type BuildPaneProps = {
	readonly pane: PaneLayout;
	readonly state: State;
	readonly setting: Setting;
};

/** Keeps the place of the build log's rows, which paint themselves. */
export function BuildPane({
	pane: {rectangle, isFolded},
	state,
	setting,
}: BuildPaneProps) {
	return isFolded ? (
		<Text>{foldedBuild(state, setting, rectangle.width)}</Text>
	) : (
		<Pane
			rectangle={rectangle}
			title={buildTitle(state, setting)}
			isFocused={state.screen.focus === 'build'}
			theme={setting.theme}
		/>
	);
}
