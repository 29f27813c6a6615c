import {type Command} from '../keys/binding.ts';
import {type Choice} from './deployment-choices.ts';

type Identified = {readonly id: string};

/** Where what is highlighted stands: it is known by its id, since others may come in front of it. */
export function highlightedIndex(
	{index, highlighted}: {readonly index: number; readonly highlighted: string},
	choices: ReadonlyArray<Choice<Identified>>,
): number {
	const at =
		highlighted === ''
			? -1
			: choices.findIndex((choice) => idOf(choice) === highlighted);
	return at === -1 ? Math.min(index, Math.max(0, choices.length - 1)) : at;
}

export function highlightItem(choice?: Choice<Identified>): {
	readonly highlighted: string;
} {
	return {highlighted: choice === undefined ? '' : idOf(choice)};
}

function idOf(choice: Choice<Identified>): string {
	// No id holds a blank.
	return choice.kind === 'listed' ? choice.item.id : ' typed';
}

/** Opens the list of the projects. */
export const openProjects: Command = {
	kind: 'mode',
	mode: {
		kind: 'projects',
		value: '',
		index: 0,
		highlighted: '',
		list: {kind: 'loading'},
	},
};
