import {type State} from '../../store/state.ts';
import {type Binding, type Command} from './binding.ts';

/** Goes to the next one, or to the previous one where `by` is -1. */
type Jump = (state: State, by: 1 | -1) => readonly Command[];

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

/** Keys that go from one match, or one error, to the next. */
export function jumpKeys({
	match,
	error,
}: {
	readonly match: Jump;
	readonly error: Jump;
}): readonly Binding[] {
	return [
		{
			keys: ['n'],
			help: 'next match',
			words: ['find next', 'search again'],
			group: 'Read',
			run: (state) => match(state, 1),
		},
		{
			keys: ['N'],
			help: 'previous match',
			words: ['find previous', 'search back'],
			group: 'Read',
			run: (state) => match(state, -1),
		},
		{
			keys: ['J', ']'],
			help: 'next error',
			group: 'Read',
			run: (state) => error(state, 1),
		},
		{
			keys: ['K', '['],
			help: 'previous error',
			group: 'Read',
			run: (state) => error(state, -1),
		},
	];
}
