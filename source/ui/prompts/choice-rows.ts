import {fit} from '../../text/fit.ts';
import {type Theme} from '../look/theme.ts';

/** The part of a list of choices around the chosen one, a row each. */
export function choiceRows<Choice>(
	choices: readonly Choice[],
	toRow: (choice: Choice) => string,
	{
		index,
		width,
		height,
		theme,
	}: {
		/** Of the chosen one. */
		readonly index: number;
		readonly width: number;
		readonly height: number;
		readonly theme: Theme;
	},
): string[] {
	const top = Math.max(
		0,
		Math.min(index - Math.floor(height / 2), choices.length - height),
	);
	return choices.slice(top, top + height).map((choice, at) => {
		const mark = top + at === index ? theme.paint('selected', '▌') : ' ';
		return fit(`${mark} ${toRow(choice)}`, width, {ellipsis: '…'});
	});
}
