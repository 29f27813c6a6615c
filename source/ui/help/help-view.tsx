import {type Mode} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {fit, wrapWords} from '../../text/cut.ts';
import {
	type Binding,
	type Command,
	labelsOf,
	list,
	type ModeOf,
	inMode,
	inGroup,
} from '../keys/binding.ts';
import {stepKeys} from '../keys/shared-keys.ts';
import {type Face, faceRow} from '../look/line.ts';
import {type Theme} from '../look/theme.ts';
import {inWordsOf, safe} from '../look/words.ts';
import {type View} from '../view/view.ts';
import {createDockView, promptLine} from '../prompts/dock-view.ts';
import {PromptInput} from '../prompts/prompt-input.tsx';

/** Shows all keys that `listed` gives, and what they do. */
export function createHelpView(listed: () => readonly Binding[]): View {
	let lines: HelpLines = [];
	let linesFor = '';
	// The keys are the same throughout, and each row asks for them.
	const linesOf = ({screen: {columns, mode}, logs: {traits}}: State) => {
		const search = searchOf(mode);
		const wanted = `${columns} ${traits.kind} ${search}`;
		if (wanted !== linesFor) {
			linesFor = wanted;
			lines = helpLines(
				listed()
					.map((binding) => ({
						...binding,
						help: inWordsOf(traits, binding.help),
					}))
					.filter((binding) => isLike(binding, search)),
				columns,
			);
		}

		return lines;
	};

	const scroll = (state: State, by: number, height: number): Command[] => [
		{
			kind: 'mode',
			mode: {
				kind: 'help',
				top: topOf(state, {lines: linesOf(state), height, by}),
				search: searchOf(state.screen.mode),
			},
		},
	];
	return {
		place: 'cover',
		where: 'in the help',
		keys: inGroup('deplog', [
			{
				keys: ['escape', 'q', '?'],
				help: 'close the help',
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
			{
				keys: ['/'],
				help: 'search the help',
				hint: {words: 'search', rank: 0},
				run: ({screen: {mode}}) => [
					{kind: 'mode', mode: {kind: 'help-search', value: searchOf(mode)}},
				],
			},
		]),
		title({state: {screen}}, {theme}) {
			const search = searchOf(screen.mode);
			return {
				left: [
					theme.paint('focused', 'Keys'),
					...(search === '' ? [] : [`"${safe(search)}"`]),
				].join(' · '),
			};
		},
		list: {
			changesWith: 'keys',
			scroll,
			createRows: ({get, setting: {theme}}) => ({
				row(index, width, height) {
					const state = get();
					const shown = linesOf(state);
					if (shown.length === 0) {
						return faceRow(noKeys, index, {width, height}, theme);
					}

					const cells =
						shown[topOf(state, {lines: shown, height, by: 0}) + index] ?? [];
					const cellWidth = Math.floor(width / Math.max(1, cells.length));
					return cells.map((line) => cellText(line, cellWidth, theme)).join('');
				},
			}),
		},
	};
}

type HelpLines = ReadonlyArray<readonly HelpLine[]>;

const noKeys: Face = {
	role: 'text',
	lines: ['No key matches that.', ': finds a command by other words.'],
};

function searchOf(mode: Mode): string {
	return mode.kind === 'help'
		? (mode.search ?? '')
		: mode.kind === 'help-search'
			? mode.value
			: '';
}

/** Whether a key, what it does, or a word for that holds what is looked for. */
function isLike(binding: Binding, search: string): boolean {
	const {help, group, name = '', words = []} = binding;
	return [labelsOf(binding), name, help, group, ...words]
		.join(' ')
		.toLowerCase()
		.includes(search.trim().toLowerCase());
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

/** Takes what is looked for in the help, which narrows as one types. */
export const helpSearchView = createDockView<ModeOf<'help-search'>>(
	'help-search',
	{
		over: 'help',
		keys: [
			{
				keys: ['enter'],
				help: 'go through what was found',
				hint: {words: 'read', rank: 0},
				run: inMode('help-search', ({value}) => [
					{kind: 'mode', mode: {kind: 'help', top: 0, search: value}},
				]),
			},
			{
				keys: ['escape'],
				help: 'show all keys again',
				hint: {words: 'all keys', keys: 'esc', rank: 0},
				run: () => [{kind: 'mode', mode: {kind: 'help', top: 0}}],
			},
			{
				keys: ['ctrl+c'],
				help: 'close the help',
				run: () => [list],
			},
		],
		isPicker: false,
		height: () => 1,
		onType: (_mode, value) => ({
			kind: 'mode',
			mode: {kind: 'help-search', value},
		}),
		show: ({state, setting: {theme}}) => (
			<PromptInput
				label={theme.paint('key', ' keys / ')}
				line={promptLine(state)}
				width={state.screen.columns}
			/>
		),
	},
);

/** A row of the help: the title of a group, a key with its help or the rest of that, or nothing. */
type HelpLine = {
	readonly title?: string;
	readonly keys?: string;
	readonly help?: string;
};

/** The cells of the keys, with those before and after them. */
const keysWidth = 17;
const leastColumnsForTwo = 120;

/** What the help shows, in one or two columns. */
export function helpLines(
	bindings: readonly Binding[],
	columns: number,
): ReadonlyArray<readonly HelpLine[]> {
	return columns < leastColumnsForTwo
		? groupsIn(bindings, columns)
				.flat()
				.map((line) => [line])
		: inTwo(groupsIn(bindings, Math.floor(columns / 2)));
}

/** Bindings by group, in the order in which groups first come; those without a key are for the palette alone. */
export function groupsOf(bindings: readonly Binding[]): Array<{
	readonly group: string;
	readonly bindings: readonly Binding[];
}> {
	const withKeys = bindings.filter(({keys}) => keys.length > 0);
	return [...new Set(withKeys.map(({group}) => group))].map((group) => ({
		group,
		bindings: withKeys.filter((binding) => binding.group === group),
	}));
}

/** In a column of `width` cells. */
function groupsIn(
	bindings: readonly Binding[],
	width: number,
): ReadonlyArray<readonly HelpLine[]> {
	return groupsOf(bindings).map((one) => [
		{title: one.group},
		...one.bindings.flatMap((binding) => linesOf(binding, width - keysWidth)),
		{},
	]);
}

/** Side by side, each about as high as the other. */
function inTwo(
	groups: ReadonlyArray<readonly HelpLine[]>,
): ReadonlyArray<readonly HelpLine[]> {
	const half = groups.flat().length / 2;
	const left: HelpLine[] = [];
	const right: HelpLine[] = [];
	for (const group of groups) {
		(left.length + group.length / 2 <= half ? left : right).push(...group);
	}

	return Array.from(
		{length: Math.max(left.length, right.length)},
		(_, index) => [left[index] ?? {}, right[index] ?? {}],
	);
}

/** What has no room in one line goes on in the next. */
function linesOf(binding: Binding, width: number): HelpLine[] {
	return wrapWords(binding.help, width).map((words, index) => ({
		keys: index === 0 ? labelsOf(binding) : '',
		help: words,
	}));
}
