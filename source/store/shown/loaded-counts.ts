import {BoundedNames, GroupTally, ValueTally} from '../../log/tally.ts';
import {type Micros} from '../../log/entry.ts';
import {type State} from '../state.ts';
import {type View} from '../view/view.ts';
import {isEntryField, isIdField} from '../../log/fields/field-filter.ts';
import {type ValueKind} from '../../log/fields/typed-value.ts';
import {plainLevel} from '../../log/level.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Segment} from '../buffer/segment.ts';
import {createOwnText, fieldColumns} from '../fields/field-columns.ts';
import {type Piece} from '../buffer/piece.ts';
import {PieceProgress} from '../buffer/piece-progress.ts';
import {isSameFilter} from '../../log/query.ts';
import {isSameRefinements} from '../../log/refinement.ts';
import {type CountAsk} from '../range-count.ts';

/** Counts of the loaded entries that match: kept as long as the same is asked of them. */
export function loadedCounts(
	{logs: {buffer, matches}}: State,
	counting: Counting,
): LoadedCounts {
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
	const next: LoadedCounts =
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

/** What of the loaded entries that match is counted: spans of time by a field, or the values of a field. */
export type Counting = {
	readonly by: string;
	/** Of spans of time, where they are counted. */
	readonly width?: Micros;
};

export type LoadedCounts = {
	readonly counting: Counting;
	readonly groups?: PieceCounts<GroupTally>;
	readonly values?: PieceCounts<ValueTally>;
};

/** The value of a field in a slot; nothing where it has none. */
type SlotValue = (
	segment: Segment,
	slot: number,
) =>
	| {readonly text: string; readonly kind: ValueKind; readonly number: number}
	| undefined;

/** A step of the work, in which every message may have to be read, takes less than a millisecond. */
const matchesPerStep = 64;
const bytesPerStep = 65_536;

type Counted<Tally> = {
	readonly shape: number;
	count: number;
	readonly tally: Tally;
};

/**
What the entries of a view come to.

Counted piece by piece: what arrives extends its piece's tally, and a piece that is evicted, replaced or reordered takes its own with it.
*/
class PieceCounts<Tally extends {merge: (other: Tally) => void}> {
	readonly #buffer: LogBuffer;
	readonly #view: View;
	readonly #create: () => Tally;
	readonly #add: (tally: Tally, segment: Segment, slot: number) => void;
	readonly #tallies = new WeakMap<Piece, Counted<Tally>>();
	readonly #progress: PieceProgress;

	constructor(
		buffer: LogBuffer,
		view: View,
		{
			create,
			add,
		}: {
			readonly create: () => Tally;
			readonly add: (tally: Tally, segment: Segment, slot: number) => void;
		},
	) {
		this.#buffer = buffer;
		this.#progress = new PieceProgress(buffer);
		this.#view = view;
		this.#create = create;
		this.#add = add;
	}

	get isDone(): boolean {
		return this.#progress.isDone;
	}

	/** Counts what is not counted yet, nearest to an instant first. */
	run(hasTime: () => boolean, time: Micros) {
		this.#progress.run((piece) => this.#count(piece), hasTime, time);
	}

	/** What is counted so far. */
	sum(): Tally {
		const sum = this.#create();
		for (const piece of this.#buffer.pieces) {
			const counted = this.#tallies.get(piece);
			if (counted?.shape === piece.shape) {
				sum.merge(counted.tally);
			}
		}

		return sum;
	}

	/** Counts some more matches of a piece, and returns how many: none when none is left. */
	#count(piece: Piece): number {
		const matches = this.#view.matchesIn(piece);
		if (matches === undefined) {
			return 0;
		}

		let counted = this.#tallies.get(piece);
		if (counted?.shape !== piece.shape) {
			counted = {shape: piece.shape, count: 0, tally: this.#create()};
			this.#tallies.set(piece, counted);
		}

		const {count, tally} = counted;
		const {segment} = piece;
		const {offsets} = segment;
		const end = Math.min(matches.count, count + matchesPerStep);
		let match = count;
		for (let left = bytesPerStep; match < end && left > 0; match++) {
			const slot = piece.slotAt(matches.positionOf(match));
			this.#add(tally, segment, slot);
			left -= (offsets[slot + 1] ?? 0) - (offsets[slot] ?? 0);
		}

		counted.count = match;
		return match - count;
	}
}

const known = new WeakMap<View, LoadedCounts>();

/** Spans begin at round times in UTC. */
function spanStart(time: Micros, width: Micros): Micros {
	return Math.floor(time / width) * width;
}

/** Reads the values of one field. Levels are told by what they mean. */
function createSlotValues(buffer: LogBuffer, name: string): SlotValue {
	if (isEntryField(name)) {
		const textIn = createOwnText(buffer, name);
		return (segment, slot) => {
			const text = textIn(segment, slot);
			return text === ''
				? undefined
				: {
						text: name === 'level' ? plainLevel(text) : text,
						kind: 'text',
						number: 0,
					};
		};
	}

	const columns = fieldColumns(buffer);
	const untold =
		name === 'deployment' && buffer.deployment !== ''
			? ({text: buffer.deployment, kind: 'text', number: 0} as const)
			: undefined;
	return (segment, slot) => {
		const id = isIdField(name) ? segment.ids.get(name, slot) : '';
		if (id !== '') {
			return {text: id, kind: 'text', number: 0};
		}

		const column = columns.at(segment, name, slot);
		return column.has(slot)
			? {
					text: column.text(slot),
					kind: column.kind(slot),
					number: column.number(slot),
				}
			: untold;
	};
}

/** Whether what is shown is what was asked to be counted: another field, span or filter is another count. */
export function isShownCount(
	{screen: {mode}, logs: {query}}: State,
	{by, width, filter, refinements}: CountAsk,
): boolean {
	const isShown =
		mode.kind === 'counts'
			? mode.by === by && mode.width === width
			: mode.kind === 'top' && mode.field === by && width === undefined;
	return (
		isShown &&
		isSameFilter(filter, query.filter) &&
		isSameRefinements(refinements, query.refinements)
	);
}
