import {BoundedNames, GroupTally} from '../../log/counts/group-tally.ts';
import {ValueTally} from '../../log/counts/value-tally.ts';
import {type Micros} from '../../log/entry.ts';
import {type State} from '../state.ts';
import {type View} from '../view/view.ts';
import {PieceCounts} from './piece-counts.ts';
import {createSlotValues} from './slot-values.ts';

/** What of the loaded entries that match is counted: spans of time by a field, or the values of a field. */
export type Counting = {
	readonly by: string;
	/** Of spans of time, where they are counted. */
	readonly width?: Micros;
};

type Known = {
	readonly counting: Counting;
	readonly groups?: PieceCounts<GroupTally>;
	readonly values?: PieceCounts<ValueTally>;
};

const known = new WeakMap<View, Known>();

/** Counts of the loaded entries that match: kept as long as the same is asked of them. */
export function loadedCounts(
	{logs: {buffer, matches}}: State,
	counting: Counting,
): Known {
	const last = known.get(matches);
	if (
		last?.counting.by === counting.by &&
		last.counting.width === counting.width
	) {
		return last;
	}

	const valueOf = createSlotValues(buffer, counting.by);
	const names = new BoundedNames();
	const {width} = counting;
	const next: Known =
		width === undefined
			? {
					counting,
					values: new PieceCounts(buffer, matches, {
						create: () => new ValueTally(),
						add(tally, segment, slot) {
							const value = valueOf(segment, slot);
							if (value !== undefined) {
								tally.add(value.text, value.kind, value.number);
							}
						},
					}),
				}
			: {
					counting,
					groups: new PieceCounts(buffer, matches, {
						create: () => new GroupTally(),
						add(tally, segment, slot) {
							tally.add(spanStart(segment.time(slot), width), [
								names.take(valueOf(segment, slot)?.text ?? ''),
							]);
						},
					}),
				};
	known.set(matches, next);
	return next;
}

/** Spans begin at round times in UTC. */
export function spanStart(time: Micros, width: Micros): Micros {
	return Math.floor(time / width) * width;
}
