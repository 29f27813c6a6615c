import {type RegionCount} from '../../store/buffer/region-counts.ts';
import {type Mode} from '../../store/screen-state.ts';
import {fuzzySearch} from '../look/fuzzy-search.ts';
import {shortRegion} from '../look/words.ts';

/** The regions seen so far, those with most entries first; with something typed, those that are like it, the likest first. */
export function regionChoices({
	value,
	seen,
}: Extract<Mode, {readonly kind: 'regions'}>): readonly RegionCount[] {
	return fuzzySearch(seen, value, ({region}) => shortRegion(region));
}
