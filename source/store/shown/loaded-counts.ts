import {BoundedNames, GroupTally, ValueTally} from '../../log/tally.ts';
import {type Micros} from '../../log/entry.ts';
import {createSpans, type Spans} from '../../log/spans.ts';
import {type State} from '../state.ts';
import {type View} from '../view/view.ts';
import {type Matches} from '../view/search.ts';
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
export function loadedCounts({logs}: State, counting: Counting): LoadedCounts {
	const {buffer, matches, zone} = logs;
	const last = known.get(matches);
	if (
		last?.counting.by === counting.by &&
		last.counting.width === counting.width &&
		(counting.width === undefined || last.zone === zone)
	) {
		return last;
	}

	const {prepare, valueOf} = createSlotValues(buffer, counting.by);
	const names = new BoundedNames();
	const {width} = counting;
	const {startOf} = spansOf(logs, width ?? 1);
	const next: LoadedCounts =
		width === undefined
			? {
					counting,
					zone,
					values: new PieceCounts(buffer, matches, {
						prepare,
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
					zone,
					groups: new PieceCounts(buffer, matches, {
						prepare,
						create: () => new GroupTally(),
						add(tally, segment, slot) {
							tally.add(startOf(segment.time(slot)), [
								names.take(valueOf(segment, slot)?.text),
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
	readonly zone: string;
	readonly groups?: PieceCounts<GroupTally>;
	readonly values?: PieceCounts<ValueTally>;
};

/** The values of a field. */
type SlotValues = {
	/** Reads those of the slots [from, to) at once, which is worth it where most are asked for. */
	readonly prepare: Prepare;
	/** That in a slot; nothing where it has none. */
	readonly valueOf: (
		segment: Segment,
		slot: number,
	) =>
		| {readonly text: string; readonly kind: ValueKind; readonly number: number}
		| undefined;
};

type Prepare = (segment: Segment, from: number, to: number) => void;

/** A step of the work, in which every message may have to be read, takes less than a millisecond. */
const matchesPerStep = 64;
const bytesPerStep = 65_536;

type Counted<Tally> = {
	readonly shape: number;
	count: number;
	/** What the sum has of it. */
	summed: Tally;
	/** What was counted since. */
	fresh: Tally;
};

/** What can be summed, and taken out of a sum again while others stay. */
type Summable<Tally> = {
	readonly count: number;
	merge: (other: Tally) => void;
	subtract: (other: Tally, left: readonly Tally[]) => void;
};

/**
What the entries of a view come to.

Counted piece by piece: what arrives is added to the sum, and a piece that is evicted, replaced or reordered takes its own with it.
*/
class PieceCounts<Tally extends Summable<Tally>> {
	readonly #buffer: LogBuffer;
	readonly #view: View;
	readonly #create: () => Tally;
	readonly #prepare: Prepare;
	readonly #add: (tally: Tally, segment: Segment, slot: number) => void;
	readonly #counted = new Map<Piece, Counted<Tally>>();
	readonly #sum: Tally;
	readonly #progress: PieceProgress;

	constructor(
		buffer: LogBuffer,
		view: View,
		{
			prepare,
			create,
			add,
		}: {
			readonly prepare: Prepare;
			readonly create: () => Tally;
			readonly add: (tally: Tally, segment: Segment, slot: number) => void;
		},
	) {
		this.#buffer = buffer;
		this.#progress = new PieceProgress(buffer);
		this.#view = view;
		this.#create = create;
		this.#sum = create();
		this.#prepare = prepare;
		this.#add = add;
	}

	get isDone(): boolean {
		return this.#progress.isDone;
	}

	/** Counts what is not counted yet, nearest to an instant first. */
	run(hasTime: () => boolean, time: Micros) {
		this.#dropOld();
		this.#progress.run((piece) => this.#count(piece), hasTime, time);
	}

	/** What is counted so far: the same tally each time, which changes. */
	sum(): Tally {
		this.#dropOld();
		for (const counted of this.#counted.values()) {
			this.#sumUp(counted);
		}

		return this.#sum;
	}

	/** Takes what is not there any more, or is another one now, out of the sum. */
	#dropOld() {
		const held = new Set(this.#buffer.pieces);
		for (const [piece, {shape, summed}] of this.#counted) {
			if (!held.has(piece) || piece.shape !== shape) {
				this.#counted.delete(piece);
				this.#sum.subtract(
					summed,
					[...this.#counted.values()].map((left) => left.summed),
				);
			}
		}
	}

	#sumUp(counted: Counted<Tally>) {
		const {fresh} = counted;
		if (fresh.count > 0) {
			this.#sum.merge(fresh);
			if (counted.summed.count === 0) {
				counted.summed = fresh;
			} else {
				counted.summed.merge(fresh);
			}

			counted.fresh = this.#create();
		}
	}

	/** Counts some more matches of a piece, and returns how many: none when none is left. */
	#count(piece: Piece): number {
		const matches = this.#view.matchesIn(piece);
		if (matches === undefined) {
			return 0;
		}

		const {segment} = piece;
		const {offsets} = segment;
		const counted = this.#countedOf(piece);
		const {count, fresh} = counted;
		const end = Math.min(matches.count, count + matchesPerStep);
		if (end > count) {
			this.#prepareMatches(piece, matches, [count, end]);
		}

		let match = count;
		for (let left = bytesPerStep; match < end && left > 0; match++) {
			const slot = piece.slotAt(matches.positionOf(match));
			this.#add(fresh, segment, slot);
			left -= (offsets[slot + 1] ?? 0) - (offsets[slot] ?? 0);
		}

		counted.count = match;
		if (match === count && piece !== this.#buffer.pieces.at(-1)) {
			// While there is time for it: no more comes to a piece that others follow.
			this.#sumUp(counted);
		}

		return match - count;
	}

	/** Reads the values of some matches at once, where nearly all that stands among them matches. */
	#prepareMatches(
		piece: Piece,
		matches: Matches,
		[from, to]: readonly [from: number, to: number],
	) {
		const fromSlot = piece.slotAt(matches.positionOf(from));
		const toSlot = piece.slotAt(matches.positionOf(to - 1)) + 1;
		const {offsets} = piece.segment;
		const length = (offsets[toSlot] ?? 0) - (offsets[fromSlot] ?? 0);
		if (toSlot - fromSlot <= (to - from) * 2 && length <= bytesPerStep) {
			this.#prepare(piece.segment, fromSlot, toSlot);
		}
	}

	#countedOf(piece: Piece): Counted<Tally> {
		let counted = this.#counted.get(piece);
		if (counted === undefined) {
			counted = {
				shape: piece.shape,
				count: 0,
				summed: this.#create(),
				fresh: this.#create(),
			};
			this.#counted.set(piece, counted);
		}

		return counted;
	}
}

const known = new WeakMap<View, LoadedCounts>();

/** Spans of time as the reader's clock has them. */
export function spansOf(
	{measures, zone}: Pick<State['logs'], 'measures' | 'zone'>,
	width: Micros,
): Spans {
	return createSpans(width, (time) => measures.offsetAt(time, zone));
}

/** Reads the values of one field. Levels are told by what they mean. */
function createSlotValues(buffer: LogBuffer, name: string): SlotValues {
	if (isEntryField(name)) {
		const textIn = createOwnText(buffer, name);
		return {
			prepare: () => undefined,
			valueOf(segment, slot) {
				const text = textIn(segment, slot);
				return text === ''
					? undefined
					: {
							text: name === 'level' ? plainLevel(text) : text,
							kind: 'text',
							number: 0,
						};
			},
		};
	}

	const columns = fieldColumns(buffer);
	const untold =
		name === 'deployment' && buffer.deployment !== ''
			? ({text: buffer.deployment, kind: 'text', number: 0} as const)
			: undefined;
	return {
		prepare(segment, from, to) {
			columns.read(segment, name, [from, to], () => true);
		},
		valueOf(segment, slot) {
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
		},
	};
}

/** Whether what is shown is what was asked to be counted: another field, span or filter is another count. */
export function isShownCount(
	{screen: {mode}, logs: {query, zone}}: State,
	{by, width, filter, refinements, zone: countedZone}: CountAsk,
): boolean {
	const isShown =
		mode.kind === 'counts'
			? mode.by === by && mode.width === width && countedZone === zone
			: mode.kind === 'top' && mode.field === by && width === undefined;
	return (
		isShown &&
		isSameFilter(filter, query.filter) &&
		isSameRefinements(refinements, query.refinements)
	);
}
