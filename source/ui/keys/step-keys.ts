import {type State} from '../../store/state.ts';
import {type Binding, type Command} from './binding.ts';

type Step = (state: State, by: number, height: number) => readonly Command[];

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
			run: (state, _, height) => step(state, -1, height),
		},
		{
			keys: ['down', 'j'],
			help: 'one row down',
			group: 'Move',
			hint: {keys: 'j k', ...words.hint},
			run: (state, _, height) => step(state, 1, height),
		},
		{
			keys: ['pageup', 'ctrl+b', 'ctrl+u'],
			help: 'a page up',
			group: 'Move',
			run: (state, _, height) => page(state, -1, height),
		},
		{
			keys: ['pagedown', 'ctrl+f', 'ctrl+d', 'space'],
			help: 'a page down',
			group: 'Move',
			run: (state, _, height) => page(state, 1, height),
		},
		{
			keys: ['g', 'home'],
			help: words.first,
			group: 'Move',
			run: (state, _, height) => step(state, Number.NEGATIVE_INFINITY, height),
		},
		{
			keys: ['G', 'end'],
			help: words.last,
			group: 'Move',
			run: (state, _, height) => step(state, Number.POSITIVE_INFINITY, height),
		},
	];
}
