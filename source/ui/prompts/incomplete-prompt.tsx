import {Box, Text} from 'ink';
import {cut} from '../../text/cut.ts';
import {type Binding, inMode, list, type ModeOf, say} from '../keys/binding.ts';
import {safe} from '../look/words.ts';
import {fillFirst, isIncomplete, stopFilling} from '../take/contents.ts';
import {takeIncomplete} from '../take/take-keys.ts';
import {type DockProps, type View} from '../view/view.ts';
import {ContentsRow} from './save-prompt.tsx';

type IncompleteMode = ModeOf<'incomplete'>;

const keys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'take what is loaded',
		group: 'Prompt',
		hint: {words: 'take what is there', rank: 0},
		run: inMode('incomplete', takeIncomplete),
	},
	{
		keys: ['tab'],
		help: 'load what is missing first',
		group: 'Prompt',
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
		group: 'Prompt',
		hint: {words: 'cancel', keys: 'esc', rank: 0},
		run: inMode('incomplete', (mode) =>
			mode.isLoading === true ? [stopFilling(mode)] : [list],
		),
	},
];

/** Says what is missing in what is about to be opened or copied. */
export const incompleteView: View = {
	place: 'dock',
	keys,
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

const questions = {
	open: 'Not all of this is loaded. Open it as it is?',
	messages: 'Not all of this range is loaded. Copy it as it is?',
	json: 'Not all of this range is loaded. Copy it as it is?',
};

function IncompletePrompt({
	mode,
	state,
	setting,
}: Pick<DockProps, 'state' | 'setting'> & {readonly mode: IncompleteMode}) {
	const {theme} = setting;
	const question =
		mode.problem === undefined
			? questions[mode.purpose]
			: theme.paint('bad', safe(mode.problem));
	return (
		<Box flexDirection="column">
			<Text>{` ${cut(question, state.screen.columns - 2, {ellipsis: '…'})}`}</Text>
			<ContentsRow state={state} setting={setting} isLoading={mode.isLoading} />
		</Box>
	);
}
