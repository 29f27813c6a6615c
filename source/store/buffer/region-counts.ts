import {type LogBuffer} from './log-buffer.ts';

export type RegionCount = {
	/** As it is on the wire. */
	readonly region: string;
	/** How many entries of it are loaded. */
	readonly count: number;
};

/** How many loaded entries each region has, most first; those that are chosen are there in any case. */
export function countRegions(
	{regionCounts, regions: {names}}: LogBuffer,
	chosen: readonly string[],
): readonly RegionCount[] {
	return [
		...names.map((region, index) => ({
			region,
			count: regionCounts[index] ?? 0,
		})),
		...chosen
			.filter((region) => !names.includes(region))
			.map((region) => ({region, count: 0})),
	]
		.filter(({region}) => region !== '')
		.toSorted((a, b) => b.count - a.count || (a.region < b.region ? -1 : 1));
}
