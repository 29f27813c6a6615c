import {type ReactElement} from 'react';
import {type Action} from '../../store/action.ts';
import {type Mode} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {type Binding, type ModeOf} from '../keys/binding.ts';
import {type DockProps, type DockView, type View} from '../view/view.ts';
import {createEditKeys, type OnType, typeText} from './edit-keys.ts';

type DockKind =
	| 'help-search'
	| 'text'
	| 'time'
	| 'save'
	| 'regions'
	| 'fields'
	| 'palette'
	| 'deployments'
	| 'projects'
	| 'baseline';

/** Makes the view of a prompt or a picker, which is shown while its mode is on. */
export function createDockView<DockMode extends ModeOf<DockKind>>(
	kind: DockMode['kind'],
	{
		show,
		keys,
		group = 'Prompt',
		onType,
		...view
	}: {
		readonly keys: readonly Binding[];
		/** Under which the help lists the keys that edit the line. */
		readonly group?: string;
		/** What becomes of what is typed. */
		readonly onType: (mode: DockMode, value: string) => Action;
		readonly where?: string;
		readonly show: (
			props: DockProps & {readonly mode: DockMode},
		) => ReactElement;
	} & Pick<DockView, 'height' | 'isPicker' | 'over' | 'pointer'>,
): View {
	const isOn = (mode: Mode): mode is DockMode => mode.kind === kind;
	const onTypeWhileOn: OnType = ({screen: {mode}}, value) =>
		isOn(mode) ? onType(mode, value) : undefined;
	return {
		...view,
		keys: [...keys, ...createEditKeys(group, onTypeWhileOn)],
		type: (state, text) => typeText(state, text, onTypeWhileOn),
		place: 'dock',
		show(props) {
			const {mode} = props.state.screen;
			return isOn(mode) ? show({...props, mode}) : undefined;
		},
	};
}

const mostPickerRows = 12;

/** A line to type in and a third of the screen for what there is to choose from. */
export function pickerHeight({screen: {rows}, isUnchosen}: State): number {
	return isUnchosen ? rows : 1 + Math.min(mostPickerRows, Math.floor(rows / 3));
}
