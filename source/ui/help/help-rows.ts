import {type Store} from '../../store/create-store.ts';
import {fit} from '../../text/fit.ts';
import {type Setting} from '../look/setting.ts';
import {type RowSource} from '../look/surface.ts';
import {type Theme} from '../look/theme.ts';
import {type HelpLine, helpLines, keysWidth} from './help-lines.ts';
import {helpTop} from './help-top.ts';

/** The rows of the help, past React. */
export function createHelpRows(
	{get}: Pick<Store, 'get'>,
	{theme}: Setting,
): RowSource {
	return {
		row(index, width) {
			const state = get();
			const cells =
				helpLines(state.screen.columns)[helpTop(state) + index] ?? [];
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
	if (title !== undefined) {
		return fit(` ${theme.paint('strong', title)}`, width);
	}

	const label = fit(`   ${theme.paint('key', keys)}`, keysWidth);
	return fit(label + help, width, {ellipsis: '…'});
}
