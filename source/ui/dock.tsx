import {type Action} from '../store/action.ts';
import {type State} from '../store/state.ts';
import {Prompt} from './prompt/prompt.tsx';
import {RegionPicker} from './region-picker/region-picker.tsx';
import {type Setting} from './setting.ts';

type DockProps = {
	readonly state: State;
	readonly setting: Setting;
	readonly height: number;
	readonly dispatch: (action: Action) => void;
};

const timeHint =
	'15m 1h 6h 24h 7d 14d · deployed · yesterday 14:00 · a to b · @ 12:03';

/** What docks at the bottom: a prompt or a picker. */
export function Dock({state, setting, height, dispatch}: DockProps) {
	const {mode} = state.screen;
	const {theme} = setting;
	switch (mode.kind) {
		case 'text': {
			return (
				<Prompt
					label={mode.target === 'build' ? 'build /' : '/'}
					value={mode.value}
					theme={theme}
					onType={(value) => {
						dispatch({kind: 'preview', value});
					}}
				/>
			);
		}

		case 'time': {
			return (
				<Prompt
					label="time:"
					value={mode.value}
					hint={mode.problem ?? timeHint}
					isProblem={mode.problem !== undefined}
					theme={theme}
					onType={(value) => {
						dispatch({kind: 'mode', mode: {kind: 'time', value}});
					}}
				/>
			);
		}

		case 'regions': {
			return (
				<RegionPicker
					state={state}
					setting={setting}
					height={height}
					onType={(value) => {
						dispatch({kind: 'mode', mode: {...mode, value, index: 0}});
					}}
				/>
			);
		}

		case 'list':
		case 'help': {
			return null;
		}
	}
}
