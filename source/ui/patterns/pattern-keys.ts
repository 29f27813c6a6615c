import {patternOf} from '../../log/pattern.ts';
import {type State} from '../../store/state.ts';
import {selectedItem} from '../../store/view/viewport.ts';
import {type Binding, type Command, say} from '../keys/binding.ts';

/** Keys that filter by the pattern of the selected entry. */
export const patternKeys: readonly Binding[] = [
	{
		keys: ['p'],
		help: 'patterns: messages grouped, with counts, and which are new',
		group: 'Filter',
		hint: {words: 'patterns', rank: 5},
		run: () => [{kind: 'mode', mode: {kind: 'patterns'}}],
	},
	{
		keys: ['-'],
		help: 'hide the selected entry and all of its pattern',
		group: 'Filter',
		run: hidden,
	},
];

function hidden({logs}: State): Command[] {
	const item = selectedItem(logs);
	const entry =
		item?.kind === 'entry'
			? logs.buffer.entry(logs.view.idAt(item.spot))
			: undefined;
	const key = patternOf(entry?.message ?? '');
	return key === ''
		? say('There is no entry here to hide.')
		: [
				{
					kind: 'query',
					query: {
						...logs.query,
						refinements: [
							...logs.query.refinements,
							{effect: 'hide', kind: 'pattern', key},
						],
					},
				},
			];
}
