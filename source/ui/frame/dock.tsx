import {Box} from 'ink';
import {type Store} from '../../store/create-store.ts';
import {type State} from '../../store/state.ts';
import {DeploymentPicker} from '../deployment-picker/deployment-picker.tsx';
import {Palette} from '../palette/palette.tsx';
import {SavePrompt} from '../prompts/save-prompt.tsx';
import {TextPrompt} from '../prompts/text-prompt.tsx';
import {TimePrompt} from '../prompts/time-prompt.tsx';
import {RegionPicker} from '../region-picker/region-picker.tsx';
import {type Setting} from '../look/setting.ts';

type DockProps = {
	readonly height: number;
	readonly state: State;
	readonly setting: Setting;
	readonly dispatch: Store['dispatch'];
};

/** The prompt or picker at the bottom. */
export function Dock({height, ...props}: DockProps) {
	return (
		<Box
			flexDirection="column"
			width={props.state.screen.columns}
			height={height}
		>
			{inDock(props, height)}
		</Box>
	);
}

function inDock(
	{state, setting, dispatch}: Omit<DockProps, 'height'>,
	height: number,
) {
	const {mode, columns} = state.screen;
	switch (mode.kind) {
		case 'text': {
			return <TextPrompt {...{mode, columns, setting, dispatch}} />;
		}

		case 'time': {
			return <TimePrompt {...{mode, state, setting, dispatch}} />;
		}

		case 'regions': {
			return <RegionPicker {...{mode, columns, height, setting, dispatch}} />;
		}

		case 'save': {
			return <SavePrompt {...{mode, columns, setting, dispatch}} />;
		}

		case 'deployments': {
			return (
				<DeploymentPicker {...{mode, columns, height, setting, dispatch}} />
			);
		}

		case 'palette': {
			return <Palette {...{mode, state, height, setting, dispatch}} />;
		}

		case 'list':
		case 'histogram':
		case 'patterns':
		case 'help': {
			return undefined;
		}
	}
}
