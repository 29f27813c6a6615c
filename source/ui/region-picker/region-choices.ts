import Fuse from 'fuse.js';
import {type LogBuffer} from '../../store/log-buffer.ts';
import {type State} from '../../store/state.ts';

export type RegionChoice = {
	readonly name: string;
	/** How many of the loaded entries come from there. */
	readonly count: number;
	readonly isChosen: boolean;
};

/** The regions that were seen or are chosen, the busiest first, narrowed by what is typed. */
export function regionChoices({logs, screen: {mode}}: State): RegionChoice[] {
	if (mode.kind !== 'regions') {
		return [];
	}

	const counts = countRegions(logs.buffer);
	const names = new Set([...counts.keys(), ...mode.chosen]);
	const all = [...names]
		.filter((name) => name !== '')
		.map((name) => ({
			name,
			count: counts.get(name) ?? 0,
			isChosen: mode.chosen.includes(name),
		}))
		.toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name));
	return mode.value === ''
		? all
		: new Fuse(all, {keys: ['name'], ignoreLocation: true})
				.search(mode.value)
				.map(({item}) => item);
}

function countRegions({pieces, regions}: LogBuffer): Map<string, number> {
	const counts = new Map<string, number>(
		regions.names.map((name) => [name, 0]),
	);
	for (const piece of pieces) {
		for (let position = 0; position < piece.count; position++) {
			const index = piece.segment.regions[piece.slotAt(position)] ?? 0;
			const name = regions.name(index);
			counts.set(name, (counts.get(name) ?? 0) + 1);
		}
	}

	return counts;
}
