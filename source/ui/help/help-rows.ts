import {type Store} from '../../store/create-store.ts';
import {cut} from '../../text/cut.ts';
import {type Setting} from '../setting.ts';
import {type RowSource} from '../surface.ts';
import {helpLines, helpText} from './help-lines.ts';

/** The help's rows, past React. */
export function createHelpRows(
	{get}: Pick<Store, 'get'>,
	{theme}: Setting,
): RowSource {
	const lines = helpLines();
	return {
		row(index, width) {
			const {mode} = get().screen;
			const line = lines[(mode.kind === 'help' ? mode.top : 0) + index];
			if (line === undefined) {
				return '';
			}

			return line.group === undefined
				? cut(helpText(line), width)
				: ` ${theme.paint('strong', line.group)}`;
		},
	};
}
