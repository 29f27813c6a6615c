import {list, type ModeOf, inMode} from '../keys/binding.ts';
import {createDockView} from '../prompts/create-dock-view.ts';
import {promptLine} from '../prompts/edit-keys.ts';
import {PromptInput} from '../prompts/prompt-input.tsx';

/** Takes what is looked for in the help, which narrows as one types. */
export const helpSearchView = createDockView<ModeOf<'help-search'>>(
	'help-search',
	{
		over: 'help',
		keys: [
			{
				keys: ['enter'],
				help: 'go through what was found',
				group: 'Prompt',
				hint: {words: 'read', rank: 0},
				run: inMode('help-search', ({value}) => [
					{kind: 'mode', mode: {kind: 'help', top: 0, search: value}},
				]),
			},
			{
				keys: ['escape'],
				help: 'show all keys again',
				group: 'Prompt',
				hint: {words: 'all keys', keys: 'esc', rank: 0},
				run: () => [{kind: 'mode', mode: {kind: 'help', top: 0}}],
			},
			{
				keys: ['ctrl+c'],
				help: 'close the help',
				group: 'Prompt',
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
