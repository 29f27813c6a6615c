import {type LogBuffer} from './log-buffer.ts';

export type RegionCount = {
	/** As it is on the wire. */
	readonly region: string;
	/** How many entries of it are loaded. */
	readonly count: number;
};

/** How many loaded entries each region has, most first; those that are chosen are there in any case. */
export function countRegions(
	{pieces, regions: {names}}: LogBuffer,
	chosen: readonly string[],
): readonly RegionCount[] {
	const counts = names.map(() => 0);
	for (const piece of pieces) {
		for (let position = 0; position < piece.count; position++) {
			const region = piece.segment.regions[piece.slotAt(position)] ?? 0;
			counts[region] = (counts[region] ?? 0) + 1;
		}
	}

	return [
		...names.map((region, index) => ({region, count: counts[index] ?? 0})),
		...chosen
			.filter((region) => !names.includes(region))
			.map((region) => ({region, count: 0})),
	]
		.filter(({region}) => region !== '')
		.toSorted((a, b) => b.count - a.count || (a.region < b.region ? -1 : 1));
}
