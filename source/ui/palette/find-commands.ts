import {type Binding, keyLabel} from '../keys/binding.ts';
import {fuzzySearch} from '../look/fuzzy-search.ts';

/** All that are offered, or those like what was typed: first the one whose key was typed, then those whose words begin so. */
export function findCommands(
	value: string,
	offered: readonly Binding[],
): readonly Binding[] {
	const typed = value.trim();
	const found = fuzzySearch(offered, typed, ({help}) => help);
	if (typed === '') {
		return found;
	}

	const hasKey = ({keys}: Binding) =>
		keys.some((key) => key === typed || keyLabel(key) === typed);
	const begins = ({help}: Binding) =>
		help.toLowerCase().startsWith(typed.toLowerCase());
	return [
		...new Set([
			...offered.filter((binding) => hasKey(binding)),
			...found.filter((binding) => begins(binding)),
			...found,
		]),
	];
}
