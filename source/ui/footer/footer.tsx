import {Text} from 'ink';
import {type State} from '../../store/state.ts';
import {type Setting} from '../setting.ts';
import {footerLine} from './footer-line.ts';

type FooterProps = {
	readonly state: State;
	readonly setting: Setting;
};

export function Footer({state, setting}: FooterProps) {
	return (
		<Text wrap="truncate">
			{footerLine(state, setting, state.screen.columns)}
		</Text>
	);
}
