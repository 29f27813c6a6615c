import {oncePer} from '../../base/cache.ts';
import {type Entry} from '../../log/entry.ts';
import {createQuery, everything, type Order} from '../../log/query.ts';
import {type Gap, gaps} from '../../timeline/coverage.ts';
import {heldId} from '../buffer/look-up.ts';
import {knownCoverage} from '../../timeline/known.ts';
import {seamMargin} from '../../timeline/lag.ts';
import {type EntryHead, type LogBuffer} from '../buffer/log-buffer.ts';
import {type Logs} from '../logs.ts';
import {type Spot, View} from '../view/view.ts';

/** What was logged around an entry, whatever the filter lets through. */
export type Neighbours = {
	/** Oldest first; without the entry itself. */
	readonly before: readonly EntryHead[];
	readonly after: readonly EntryHead[];
	/** What has to be asked for before there are as many as are shown. */
	readonly missing?: Gap & {readonly order: Order};
	/** Nothing newer is known, and may not have been logged yet. */
	readonly isAtEnd: boolean;
};

/** So many on each side. */
const count = 4;
/** So much is read of their messages: more than a row shows. */
const headLength = 16_384;
const everyGap: Gap = {from: 0, to: Number.POSITIVE_INFINITY};

/** Finds what was logged right before and after an entry, and what is to be asked for where that is not known. */
export function neighbours(logs: Logs, entry: Entry): Neighbours {
	const {time} = entry;
	const margin = seamMargin(logs);
	const unknown = gaps(knownCoverage(logs), everything, everyGap);
	const own = unknown.find(({from, to}) => from <= time && to > time);
	// The newest instants that a page held are shown, though something may still join them.
	if (own !== undefined && own.from + margin <= time) {
		return {
			before: [],
			after: [],
			isAtEnd: false,
			missing: {
				from: Math.max(own.from, time - 2 * margin),
				to: own.to,
				order: 'asc',
			},
		};
	}

	const below = unknown.findLast(({to}) => to <= time);
	const above = own ?? unknown.find(({from}) => from > time);
	const {before, after} = around(logs.buffer, entry, {
		from: below?.to ?? 0,
		to: (above?.from ?? Number.POSITIVE_INFINITY) + margin,
	});
	return {
		before,
		after,
		isAtEnd:
			above?.to === Number.POSITIVE_INFINITY &&
			(below === undefined || before.length === count),
		...(above !== undefined &&
			after.length < count && {missing: {...above, order: 'asc'}}),
		...(below !== undefined &&
			before.length < count && {missing: {...below, order: 'desc'}}),
	};
}

function around(
	buffer: LogBuffer,
	entry: Entry,
	known: Gap,
): Pick<Neighbours, 'before' | 'after'> {
	const view = viewOf(buffer);
	const before: EntryHead[] = [];
	const after: EntryHead[] = [];
	const id = heldId(buffer, entry);
	const own = id === undefined ? undefined : view.spotOf(id);
	const take = (to: EntryHead[], spot: Spot | undefined) => {
		const neighbour =
			spot === undefined ||
			view.timeAt(spot) < known.from ||
			view.timeAt(spot) >= known.to
				? undefined
				: buffer.head(view.idAt(spot), headLength);
		if (neighbour !== undefined) {
			to.push(neighbour);
		}

		return neighbour !== undefined && to.length < count;
	};

	let spot = own ? view.previous(own) : view.before(entry.time);
	while (take(before, spot) && spot !== undefined) {
		spot = view.previous(spot);
	}

	spot = own ? view.next(own) : view.atOrAfter(entry.time);
	while (take(after, spot) && spot !== undefined) {
		spot = view.next(spot);
	}

	return {before: before.toReversed(), after};
}

/** A view of all that is held. */
const viewOf = oncePer((buffer: LogBuffer) => new View(buffer, createQuery()));
