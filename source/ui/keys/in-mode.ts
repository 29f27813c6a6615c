import {type Mode} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {type Setting} from '../look/setting.ts';
import {type Binding, type Command} from './binding.ts';

export type ModeOf<Kind extends Mode['kind']> = Extract<
	Mode,
	{readonly kind: Kind}
>;

/** What a key does while its mode is on, which it is when the key comes. */
export function inMode<Kind extends Mode['kind']>(
	kind: Kind,
	run: (
		mode: ModeOf<Kind>,
		state: State,
		setting: Setting,
	) => readonly Command[],
): Binding['run'] {
	const isOn = (mode: Mode): mode is ModeOf<Kind> => mode.kind === kind;
	return (state, setting) => {
		const {mode} = state.screen;
		return isOn(mode) ? run(mode, state, setting) : [];
	};
}
