import {type State} from '../../store/state.ts';
import {type Setting} from '../look/setting.ts';

export function deploymentTitle({screen}: State, {theme}: Setting): string {
	return theme.paint(
		screen.focus === 'deployment' ? 'focused' : 'strong',
		'1 Deployment',
	);
}
