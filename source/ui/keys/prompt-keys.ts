import {createFilter} from '../../log/query.ts';
import {type State} from '../../store/state.ts';
import {regionChoices} from '../region-picker/region-choices.ts';
import {type Binding, type Command} from './binding.ts';

const cancelKeys = ['escape', 'ctrl+c'];

const closePrompt: Binding = {
	keys: cancelKeys,
	help: 'cancel',
	group: 'Prompt',
	hint: {words: 'cancel', keys: 'esc', rank: 1},
	run: () => [{kind: 'mode', mode: {kind: 'list'}}],
};

/** Keys of the text prompt; all others are typed into it. */
export const textKeys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'ask the server',
		group: 'Prompt',
		hint: {words: 'ask the server', rank: 0},
		run: () => [{kind: 'submit-text'}],
	},
	{
		keys: cancelKeys,
		help: 'cancel',
		group: 'Prompt',
		hint: {words: 'cancel', keys: 'esc', rank: 1},
		run: () => [{kind: 'cancel-text'}],
	},
	{
		keys: ['up'],
		help: 'an earlier text',
		group: 'Prompt',
		hint: {words: 'earlier texts', keys: '↑ ↓', rank: 2},
		run: (state) => recalled(state, 1),
	},
	{
		keys: ['down'],
		help: 'a later text',
		group: 'Prompt',
		run: (state) => recalled(state, -1),
	},
];

/** Keys of the time prompt. */
export const timePromptKeys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'go to that time',
		group: 'Prompt',
		hint: {words: 'apply', rank: 0},
		run: ({screen: {mode}}) =>
			mode.kind === 'time' ? [{kind: 'submit-time', words: mode.value}] : [],
	},
	closePrompt,
];

/** Keys of the region picker. */
export const regionKeys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'apply',
		group: 'Prompt',
		hint: {words: 'apply', rank: 0},
		run: applied,
	},
	{
		keys: ['space'],
		help: 'take or leave a region',
		group: 'Prompt',
		hint: {words: 'toggle', rank: 0},
		run: toggled,
	},
	closePrompt,
	{
		keys: ['up'],
		help: 'the region above',
		group: 'Prompt',
		run: (state) => stepped(state, -1),
	},
	{
		keys: ['down'],
		help: 'the region below',
		group: 'Prompt',
		run: (state) => stepped(state, 1),
	},
];

/** Steps through the texts of earlier queries, the latest first. */
function recalled({screen: {mode}, logs}: State, by: number): Command[] {
	const texts = [
		...new Set(
			logs.back.map(({filter}) => filter.text).filter((text) => text !== ''),
		),
	].toReversed();
	if (mode.kind !== 'text') {
		return [];
	}

	const index = texts.indexOf(mode.value) + by;
	const value = index < 0 ? '' : texts[Math.min(index, texts.length - 1)];
	return value === undefined ? [] : [{kind: 'preview', value}];
}

function applied({screen: {mode}, logs: {query}}: State): Command[] {
	return mode.kind === 'regions'
		? [
				{kind: 'mode', mode: {kind: 'list'}},
				{
					kind: 'query',
					query: {
						...query,
						filter: createFilter({...query.filter, regions: mode.chosen}),
					},
				},
			]
		: [];
}

function toggled(state: State): Command[] {
	const {mode} = state.screen;
	if (mode.kind !== 'regions') {
		return [];
	}

	const name = regionChoices(state)[mode.index]?.name;
	if (name === undefined) {
		return [];
	}

	const chosen = mode.chosen.includes(name)
		? mode.chosen.filter((one) => one !== name)
		: [...mode.chosen, name];
	return [{kind: 'mode', mode: {...mode, chosen}}];
}

function stepped(state: State, by: number): Command[] {
	const {mode} = state.screen;
	const last = regionChoices(state).length - 1;
	return mode.kind === 'regions'
		? [
				{
					kind: 'mode',
					mode: {
						...mode,
						index: Math.max(0, Math.min(mode.index + by, last)),
					},
				},
			]
		: [];
}
