import {type State} from '../../store/state.ts';
import {type Binding, type Command} from './binding.ts';

type Step = (state: State, by: number) => readonly Command[];

/** Keys that go through rows: `step` by so many of them, without end for the first and the last, `page` by so many pages. `hint` stands in the footer. */
export function stepKeys(
	{step, page}: {readonly step: Step; readonly page: Step},
	words: {
		readonly first: string;
		readonly last: string;
		readonly hint: NonNullable<Binding['hint']>;
	},
): readonly Binding[] {
	return [
		{
			keys: ['up', 'k'],
			help: 'one row up',
			group: 'Move',
			run: (state) => step(state, -1),
		},
		{
			keys: ['down', 'j'],
			help: 'one row down',
			group: 'Move',
			hint: {keys: 'j k', ...words.hint},
			run: (state) => step(state, 1),
		},
		{
			keys: ['pageup', 'ctrl+b', 'ctrl+u'],
			help: 'a page up',
			group: 'Move',
			run: (state) => page(state, -1),
		},
		{
			keys: ['pagedown', 'ctrl+f', 'ctrl+d', 'space'],
			help: 'a page down',
			group: 'Move',
			run: (state) => page(state, 1),
		},
		{
			keys: ['g', 'home'],
			help: words.first,
			group: 'Move',
			run: (state) => step(state, Number.NEGATIVE_INFINITY),
		},
		{
			keys: ['G', 'end'],
			help: words.last,
			group: 'Move',
			run: (state) => step(state, Number.POSITIVE_INFINITY),
		},
	];
}
