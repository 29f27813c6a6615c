import {Box, Text} from 'ink';
import {cut} from '../../text/cut.ts';
import {
	inGroup,
	type ListedBinding,
	inMode,
	list,
	type ModeOf,
	say,
} from '../keys/binding.ts';
import {
	contentsOf,
	fillFirst,
	fillingWords,
	isIncomplete,
	stopFilling,
} from '../take/contents.ts';
import {type DockProps, type View} from '../view/view.ts';
import {safe} from '../look/words.ts';
import {takeIncomplete} from '../take/take-keys.ts';
import {cancelKey, promptLine, createDockView} from './dock-view.ts';
import {HintedInput} from './prompt-input.tsx';

/** Keys of the prompt that saves entries to a file. */
const keys: readonly ListedBinding[] = [
	{
		keys: ['enter'],
		help: 'save',
		hint: {words: 'save', rank: 0},
		run: inMode('save', (mode) => save(mode)),
	},
	{
		...cancelKey,
		run: inMode('save', (mode) =>
			mode.isLoading === true ? [stopFilling(mode)] : [list],
		),
	},
	{
		keys: ['tab'],
		help: 'load what is missing, then save',
		hint: {
			words: 'load what is missing first',
			rank: 1,
			isShown: isIncomplete,
		},
		run: inMode('save', (mode, state) =>
			mode.value.trim() === ''
				? []
				: fillFirst(mode, state, ({screen}) =>
						screen.mode.kind === 'save' ? save(screen.mode) : [],
					),
		),
	},
];

type SaveMode = ModeOf<'save'>;

function save({value, replaces}: SaveMode) {
	return value.trim() === ''
		? []
		: ([{kind: 'save', path: value, mayReplace: replaces === value}] as const);
}

/** Takes the path of a file, and names what will be in it and what will not; what is wrong with the path is said below it. */
export const saveView = createDockView<SaveMode>('save', {
	keys,
	onType: (_mode, value) => ({kind: 'mode', mode: {kind: 'save', value}}),
	isPicker: false,
	height: () => 3,
	show: (props) => <SavePrompt {...props} />,
});

function SavePrompt({
	mode,
	state,
	setting,
}: DockProps & {readonly mode: SaveMode}) {
	const {theme} = setting;
	const {columns} = state.screen;
	return (
		<Box flexDirection="column">
			<HintedInput
				label=" save to "
				line={promptLine(state)}
				columns={columns}
				hint={theme.paint(
					'quiet',
					'.ndjson: as the server has it · .txt, .log: text',
				)}
				problem={mode.problem}
				theme={theme}
			/>
			<ContentsRow state={state} setting={setting} isLoading={mode.isLoading} />
		</Box>
	);
}

/** What will be taken away; what is missing stands first, since it must not be cut. */
function ContentsRow({
	state,
	setting,
	isLoading = false,
}: Pick<DockProps, 'state' | 'setting'> & {
	readonly isLoading: boolean | undefined;
}) {
	const {theme} = setting;
	const {held, missing} = contentsOf(state, setting);
	const words = isLoading
		? theme.paint('busy', `${fillingWords(state, setting)} · esc stops`)
		: missing === ''
			? `${held}, complete`
			: `${theme.paint('bad', `without ${missing}`)} · ${held}`;
	return (
		<Text>{` ${cut(words, state.screen.columns - 2, {ellipsis: '…'})}`}</Text>
	);
}

type IncompleteMode = ModeOf<'incomplete'>;

const incompleteKeys: readonly ListedBinding[] = [
	{
		keys: ['enter'],
		help: 'take what is loaded',
		hint: {words: 'take what is there', rank: 0},
		run: inMode('incomplete', takeIncomplete),
	},
	{
		keys: ['tab'],
		help: 'load what is missing first',
		hint: {
			words: 'load what is missing first',
			rank: 0,
			isShown: isIncomplete,
		},
		run: inMode('incomplete', (mode, state, setting) =>
			fillFirst(mode, state, (filled) => takeIncomplete(mode, filled, setting)),
		),
	},
	{
		keys: ['escape', 'ctrl+c'],
		help: 'cancel',
		hint: {words: 'cancel', keys: 'esc', rank: 0},
		run: inMode('incomplete', (mode) =>
			mode.isLoading === true ? [stopFilling(mode)] : [list],
		),
	},
];

/** Says what is missing in what is about to be opened or copied. */
export const incompleteView: View = {
	place: 'dock',
	keys: inGroup('Prompt', incompleteKeys),
	isPicker: false,
	height: () => 2,
	type: () => say('enter takes what is there, tab loads the rest first.'),
	show({state, setting}) {
		const {mode} = state.screen;
		return mode.kind === 'incomplete' ? (
			<IncompletePrompt mode={mode} state={state} setting={setting} />
		) : undefined;
	},
};

/** What was missing when the key was pressed may have come since. */
function questionOf(
	{purpose}: Pick<IncompleteMode, 'purpose'>,
	isWhole: boolean,
): string {
	const [what, ask] =
		purpose === 'open'
			? ['this', 'Open it as it is?']
			: ['this range', 'Copy it as it is?'];
	return isWhole
		? `All of ${what} is loaded now. ${ask}`
		: `Not all of ${what} is loaded. ${ask}`;
}

function IncompletePrompt({
	mode,
	state,
	setting,
}: Pick<DockProps, 'state' | 'setting'> & {readonly mode: IncompleteMode}) {
	const {theme} = setting;
	const question =
		mode.problem === undefined
			? questionOf(mode, !isIncomplete(state))
			: theme.paint('bad', safe(mode.problem));
	return (
		<Box flexDirection="column">
			<Text>{` ${cut(question, state.screen.columns - 2, {ellipsis: '…'})}`}</Text>
			<ContentsRow state={state} setting={setting} isLoading={mode.isLoading} />
		</Box>
	);
}
