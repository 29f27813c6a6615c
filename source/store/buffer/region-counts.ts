import {type Micros} from '../../log/entry.ts';
import {type LogBuffer} from './log-buffer.ts';

export type RegionCount = {
	/** As it is on the wire. */
	readonly region: string;
	/** How many entries of it are loaded. */
	readonly count: number;
};

/** How many loaded entries each region has, most first; those that are chosen are there in any case. */
export function countRegions(
	buffer: LogBuffer,
	chosen: readonly string[],
	/** Older ones do not count. */
	since: Micros = 0,
): readonly RegionCount[] {
	const {names} = buffer.regions;
	const counts = since === 0 ? buffer.regionCounts : countSince(buffer, since);
	return [
		...names.map((region, index) => ({
			region,
			count: counts[index] ?? 0,
		})),
		...chosen
			.filter((region) => !names.includes(region))
			.map((region) => ({region, count: 0})),
	]
		.filter(({region}) => region !== '')
		.toSorted((a, b) => b.count - a.count || (a.region < b.region ? -1 : 1));
}

/** By the numbers of the regions. */
function countSince(buffer: LogBuffer, since: Micros): readonly number[] {
	const counts = buffer.regions.names.map(() => 0);
	for (const piece of buffer.pieces) {
		const {regions} = piece.segment;
		for (
			let position = piece.lowerBound(since);
			position < piece.count;
			position++
		) {
			const region = regions[piece.slotAt(position)] ?? 0;
			counts[region] = (counts[region] ?? 0) + 1;
		}
	}

	return counts;
}
