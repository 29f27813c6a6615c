import {type Store} from '../../store/create-store.ts';
import {type Mode} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {fit} from '../../text/fit.ts';
import {type Binding} from '../keys/binding.ts';
import {keyLabel} from '../keys/key-label.ts';
import {Picker} from '../prompts/picker.tsx';
import {type Setting} from '../look/setting.ts';
import {type Theme} from '../look/theme.ts';
import {commands} from './commands.ts';

type PaletteProps = {
	readonly mode: Extract<Mode, {readonly kind: 'palette'}>;
	readonly state: State;
	readonly height: number;
	readonly setting: Setting;
	readonly dispatch: Store['dispatch'];
};

/** Finds a command by its words, and shows its key. */
export function Palette({
	mode,
	state,
	height,
	setting,
	dispatch,
}: PaletteProps) {
	const {theme} = setting;
	const {columns} = state.screen;
	return (
		<Picker
			label=" : "
			value={mode.value}
			choices={commands(mode, state, setting)}
			index={mode.index}
			row={(binding) => commandRow(binding, theme)}
			face={theme.paint('quiet', ' No command is like that.')}
			columns={columns}
			height={height}
			theme={theme}
			onChange={(value) => {
				dispatch({kind: 'mode', mode: {kind: 'palette', value, index: 0}});
			}}
		/>
	);
}

const keysWidth = 14;

function commandRow({keys, help, group}: Binding, theme: Theme): string {
	const labels = keys.map((key) => keyLabel(key)).join(' ');
	return [
		theme.paint('key', fit(labels, keysWidth)),
		theme.paint('quiet', fit(group, 8)),
		help,
	].join(' ');
}
