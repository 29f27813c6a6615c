import {createFilter} from '../../log/query.ts';
import {type State} from '../../store/state.ts';
import {presetAfter} from './presets.ts';
import {recalledText} from './recalled-text.ts';
import {regionChoices} from '../region-picker/region-choices.ts';
import {type Binding, type Command, list} from '../keys/binding.ts';
import {cancelKey, choiceKeys, stepped} from './choice-keys.ts';
import {inMode, type ModeOf} from '../keys/in-mode.ts';

/** Keys at the text prompt; all others are typed. */
export const textKeys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'ask the server, or add to what is asked',
		group: 'Prompt',
		hint: {words: 'ask', rank: 0},
		run: () => [{kind: 'submit-text'}],
	},
	{
		keys: ['escape', 'ctrl+c'],
		help: 'cancel',
		group: 'Prompt',
		hint: {words: 'cancel', keys: 'esc', rank: 0},
		run: () => [{kind: 'cancel-text'}],
	},
	{
		keys: ['backspace'],
		help: 'in the empty prompt: take the last text away',
		group: 'Prompt',
		isBound: ({screen: {mode}}) =>
			mode.kind === 'text' && mode.target === 'logs' && mode.value === '',
		run: () => [{kind: 'drop-text'}],
	},
	{
		keys: ['up'],
		help: 'recall an earlier text',
		group: 'Prompt',
		hint: {words: 'recall', keys: '↑ ↓', rank: 1},
		run: (state) => recalled(state, 1),
	},
	{
		keys: ['down'],
		help: 'recall a later text',
		group: 'Prompt',
		run: (state) => recalled(state, -1),
	},
	{
		keys: ['ctrl+u'],
		help: 'empty the prompt',
		group: 'Prompt',
		hint: {words: 'empty', rank: 2},
		run: () => [{kind: 'preview', value: ''}],
	},
];

/** Keys at the time prompt; all others are typed. */
export const timePromptKeys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'show that time',
		group: 'Prompt',
		hint: {words: 'show', rank: 0},
		run: inMode('time', ({value}) => [{kind: 'submit-time', words: value}]),
	},
	cancelKey,
	{
		keys: ['up'],
		help: 'the preset before',
		group: 'Prompt',
		run: inMode('time', ({value}, state) => [
			timeMode(presetAfter(value, -1, state)),
		]),
	},
	{
		keys: ['down', 'tab'],
		help: 'the next preset',
		group: 'Prompt',
		hint: {words: 'presets', keys: '↑ ↓', rank: 1},
		run: inMode('time', ({value}, state) => [
			timeMode(presetAfter(value, 1, state)),
		]),
	},
	{
		keys: ['ctrl+u'],
		help: 'empty the prompt',
		group: 'Prompt',
		run: () => [timeMode('')],
	},
];

/** Keys in the region picker; all others are typed. */
export const regionKeys: readonly Binding[] = [
	{
		keys: ['space'],
		help: 'take the region, or not',
		group: 'Prompt',
		hint: {words: 'toggle', rank: 0},
		run: inMode('regions', toggled),
	},
	{
		keys: ['enter'],
		help: 'apply',
		group: 'Prompt',
		hint: {words: 'apply', rank: 0},
		run: inMode('regions', ({chosen}, {logs}) => [
			list,
			{
				kind: 'query',
				query: {
					...logs.query,
					filter: createFilter({...logs.query.filter, regions: chosen}),
				},
			},
		]),
	},
	cancelKey,
	...choiceKeys('region', (by) =>
		inMode('regions', (mode) => stepped(mode, regionChoices(mode).length, by)),
	),
	{
		keys: ['ctrl+u'],
		help: 'empty the prompt, take no region',
		group: 'Prompt',
		hint: {words: 'none', rank: 2},
		run: inMode('regions', (mode) => [
			{kind: 'mode', mode: {...mode, value: '', chosen: [], index: 0}},
		]),
	},
];

function recalled(state: State, by: number): Command[] {
	const value = recalledText(state, by);
	return value === undefined ? [] : [{kind: 'preview', value}];
}

function timeMode(value: string): Command {
	return {kind: 'mode', mode: {kind: 'time', value}};
}

function toggled(mode: ModeOf<'regions'>): Command[] {
	const region = regionChoices(mode)[mode.index]?.region;
	return region === undefined
		? []
		: [
				{
					kind: 'mode',
					mode: {
						...mode,
						chosen: mode.chosen.includes(region)
							? mode.chosen.filter((name) => name !== region)
							: [...mode.chosen, region],
					},
				},
			];
}
