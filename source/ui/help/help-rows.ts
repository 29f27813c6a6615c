import {type Store} from '../../store/create-store.ts';
import {fit} from '../../text/fit.ts';
import {type Setting} from '../setting.ts';
import {type RowSource} from '../surface.ts';
import {type Theme} from '../theme.ts';
import {type HelpLine, helpLines} from './help-lines.ts';

/** The rows of the help, past React. */
export function createHelpRows(
	{get}: Pick<Store, 'get'>,
	{theme}: Setting,
): RowSource {
	return {
		row(index, width) {
			const {mode, columns} = get().screen;
			const top = mode.kind === 'help' ? mode.top : 0;
			const cells = helpLines(columns)[top + index] ?? [];
			const cellWidth = Math.floor(width / Math.max(1, cells.length));
			return cells.map((line) => cellText(line, cellWidth, theme)).join('');
		},
	};
}

function cellText(
	{title, keys = '', help = ''}: HelpLine,
	width: number,
	theme: Theme,
): string {
	return title === undefined
		? fit(`   ${theme.paint('key', keys)} ${help}`, width, {ellipsis: '…'})
		: fit(` ${theme.paint('strong', title)}`, width);
}
