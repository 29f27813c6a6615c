import {type State} from '../../store/state.ts';
import {fit} from '../../text/fit.ts';
import {type Binding, type Command, list} from '../keys/binding.ts';
import {stepKeys} from '../keys/step-keys.ts';
import {type Theme} from '../look/theme.ts';
import {type View} from '../view/view.ts';
import {type HelpLine, helpLines, keysWidth} from './help-lines.ts';

type HelpLines = ReadonlyArray<readonly HelpLine[]>;

/** Shows all keys that `listed` gives, and what they do. */
export function createHelpView(listed: () => readonly Binding[]): View {
	let lines: HelpLines = [];
	let linesFor = 0;
	// The keys are the same throughout, and each row asks for them.
	const linesOf = ({screen: {columns}}: State) => {
		if (columns !== linesFor) {
			linesFor = columns;
			lines = helpLines(listed(), columns);
		}

		return lines;
	};

	const scroll = (state: State, by: number, height: number): Command[] => [
		{
			kind: 'mode',
			mode: {
				kind: 'help',
				top: topOf(state, {lines: linesOf(state), height, by}),
			},
		},
	];
	return {
		place: 'cover',
		where: 'in the help',
		keys: [
			{
				keys: ['escape', 'q', '?'],
				help: 'close the help',
				group: 'deplog',
				hint: {words: 'close', keys: 'esc', rank: 0},
				run: () => [list],
			},
			...stepKeys(
				{
					step: scroll,
					page: (state, pages, height) => scroll(state, pages * height, height),
				},
				{
					first: 'to the top',
					last: 'to the bottom',
					hint: {words: 'scroll', rank: 1},
				},
			),
		],
		title: (_snapshot, {theme}) => ({left: theme.paint('focused', 'Keys')}),
		list: {
			changesWith: 'keys',
			createRows: ({get, setting: {theme}}) => ({
				row(index, width, height) {
					const state = get();
					const shown = linesOf(state);
					const cells =
						shown[topOf(state, {lines: shown, height, by: 0}) + index] ?? [];
					const cellWidth = Math.floor(width / Math.max(1, cells.length));
					return cells.map((line) => cellText(line, cellWidth, theme)).join('');
				},
			}),
		},
	};
}

/** Which line stands first, or would `by` lines farther on: the lines after it fill the screen, whatever size that has meanwhile. */
function topOf(
	{screen: {mode}}: State,
	{
		lines,
		height,
		by,
	}: {readonly lines: HelpLines; readonly height: number; readonly by: number},
): number {
	const most = Math.max(0, lines.length - height);
	const top = mode.kind === 'help' ? Math.min(mode.top, most) : 0;
	return Math.max(0, Math.min(top + by, most));
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
