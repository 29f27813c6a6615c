import {type Mode} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {fuzzySearch} from '../look/fuzzy-search.ts';
import {type Binding} from '../keys/binding.ts';
import {keyLabel} from '../keys/key-label.ts';
import {listKeys} from '../app-logs/list-keys.ts';
import {type Setting} from '../look/setting.ts';

/** The commands that the palette offers: all, or those like what was typed, first the one whose key was typed, then those whose words begin so. */
export function commands(
	{value}: Extract<Mode, {readonly kind: 'palette'}>,
	state: State,
	setting: Setting,
): readonly Binding[] {
	const offered = listKeys.filter(
		({isOffered}) => isOffered?.(state, setting) ?? true,
	);
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
