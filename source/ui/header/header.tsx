import {Text} from 'ink';
import {type Micros} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {type Setting} from '../setting.ts';
import {headerLine} from './header-line.ts';

type HeaderProps = {
	readonly state: State;
	readonly setting: Setting;
	readonly now: Micros;
};

export function Header({state, setting, now}: HeaderProps) {
	return (
		<Text wrap="truncate">
			{headerLine(state, setting, now, state.screen.columns)}
		</Text>
	);
}
