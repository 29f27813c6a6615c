import {type RegionCount} from '../../store/region-counts.ts';
import {type Mode} from '../../store/state.ts';
import {shortRegion} from '../words.ts';

type Find = (
	seen: readonly RegionCount[],
	typed: string,
) => readonly RegionCount[];

let find: Find = (seen, typed) =>
	seen.filter(({region}) => region.includes(typed));

/** Loads what finds regions by a part of their name. */
export async function loadRegionSearch(): Promise<void> {
	// eslint-disable-next-line @typescript-eslint/naming-convention -- A class.
	const {default: Fuse} = await import('fuse.js');
	find = (seen, typed) =>
		new Fuse([...seen], {
			keys: [{name: 'region', getFn: ({region}) => shortRegion(region)}],
			threshold: 0.4,
			ignoreLocation: true,
		})
			.search(typed)
			.map(({item}) => item);
}

/** The regions seen so far, those with most entries first; with something typed, those that are like it, the likest first. */
export function regionChoices({
	value,
	seen,
}: Extract<Mode, {readonly kind: 'regions'}>): readonly RegionCount[] {
	const typed = value.trim();
	return typed === '' ? seen : find(seen, typed);
}
