import {type ReactNode} from 'react';
import {type Mode} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {type Binding, type ModeOf} from '../keys/binding.ts';
import {type DockProps, type DockView, type View} from '../view/view.ts';

type DockKind = 'help-search' | 'text' | 'time' | 'save' | 'regions' | 'palette' | 'deployments';

/** Makes the view of a prompt or a picker, which is shown while its mode is on. */
export function createDockView<DockMode extends ModeOf<DockKind>>(
	kind: DockMode['kind'],
	{
		show,
		...view
	}: {
		readonly keys: readonly Binding[];
		readonly where?: string;
		readonly show: (
			props: DockProps & {readonly mode: DockMode},
		) => ReactNode;
	} & Pick<DockView, 'height' | 'isPicker' | 'over'>,
): View {
	const isOn = (mode: Mode): mode is DockMode => mode.kind === kind;
	return {
		...view,
		place: 'dock',
		show(props) {
			const {mode} = props.state.screen;
			return isOn(mode) ? show({...props, mode}) : undefined;
		},
	};
}

const mostPickerRows = 12;

/** A line to type in and a third of the screen for what there is to choose from. */
export function pickerHeight({screen: {rows}}: State): number {
	return 1 + Math.min(mostPickerRows, Math.floor(rows / 3));
}
