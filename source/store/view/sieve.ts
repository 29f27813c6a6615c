import {allowsLevel} from '../../log/level.ts';
import {type Query} from '../../log/query.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Piece} from '../buffer/piece.ts';
import {type Segment} from '../buffer/segment.ts';
import {
	holdsText,
	isLeftBy,
	type MessageTest,
	type SlotTest,
} from './message-test.ts';

/** Tells, segment by segment, which slots match a query; what was found out about messages is remembered. */
export class Sieve {
	/** Whether everything matches. */
	readonly isOpen: boolean;
	/** Positions looked at between two questions for time, which takes less than a millisecond. */
	readonly stepPositions: number;
	/** Whether whole messages are read one by one. */
	readonly isSlow: boolean;
	readonly #buffer: LogBuffer;
	readonly #query: Query;
	readonly #texts = new WeakMap<Segment, MessageTest>();
	readonly #refinements = new WeakMap<Segment, readonly MessageTest[]>();
	#allowedLevels: Uint8Array | undefined;
	#allowedRegions: Uint8Array | undefined;
	#namesKnown = 0;

	constructor(buffer: LogBuffer, query: Query) {
		const {filter, refinements, range} = query;
		this.#buffer = buffer;
		this.#query = query;
		this.isSlow = refinements.some(
			({kind}) => kind === 'regex' || kind === 'pattern',
		);
		this.stepPositions = this.isSlow
			? slowStepPositions
			: refinements.some(({kind}) => kind === 'field')
				? fieldStepPositions
				: usualStepPositions;
		this.isOpen =
			filter.levels.length + filter.regions.length + refinements.length === 0 &&
			filter.text === '' &&
			range.since === undefined &&
			range.until === undefined;
	}

	/** Looks through all messages of a piece at once, which is worth it where most are asked for; false when there was no time for all. */
	prepare(piece: Piece, hasTime: () => boolean): boolean {
		const {segment, from} = piece;
		// What was put in late stands elsewhere, and is looked at by itself.
		const to = from + piece.count;
		return (
			(this.#text(segment)?.prepare(from, to, hasTime) ?? true) &&
			this.#refined(segment).every(({prepare}) => prepare(from, to, hasTime))
		);
	}

	/** The test for the slots that a segment has now. */
	test(segment: Segment): SlotTest {
		this.#learnNames();
		const {levels, regions, texts, times} = segment;
		const {filter, range} = this.#query;
		const {since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY} =
			range;
		const allowedLevels = this.#allowedLevels;
		const allowedRegions = this.#allowedRegions;
		const text = this.#text(segment);
		const textNumber = this.#buffer.texts.indexOf(filter.text);
		const refined = this.#refined(segment);
		return (slot) => {
			const time = times[slot] ?? 0;
			return (
				(allowedLevels === undefined ||
					allowedLevels[levels[slot] ?? 0] === 1) &&
				(allowedRegions === undefined ||
					allowedRegions[regions[slot] ?? 0] === 1) &&
				time >= since &&
				time < until &&
				// What a server returned for a text is shown, however its matching differs from ours.
				(text === undefined || text.test(slot) || texts[slot] === textNumber) &&
				refined.every(({test}) => test(slot))
			);
		};
	}

	#text(segment: Segment): MessageTest | undefined {
		const {text} = this.#query.filter;
		return text === ''
			? undefined
			: remembered(this.#texts, segment, () => holdsText(segment, text));
	}

	#refined(segment: Segment): readonly MessageTest[] {
		const {refinements} = this.#query;
		return refinements.length === 0
			? []
			: remembered(this.#refinements, segment, () =>
					refinements.map((refinement) =>
						isLeftBy(this.#buffer, segment, refinement),
					),
				);
	}

	/** New levels and regions turn up as entries arrive. */
	#learnNames() {
		const {levels, regions} = this.#buffer;
		const known = levels.names.length + regions.names.length;
		if (known !== this.#namesKnown) {
			const {filter} = this.#query;
			this.#namesKnown = known;
			this.#allowedLevels = allowedNames(
				levels.names,
				filter.levels,
				allowsLevel,
			);
			this.#allowedRegions = allowedNames(
				regions.names,
				filter.regions,
				(wanted, name) => wanted.includes(name),
			);
		}
	}
}

const usualStepPositions = 32_768;
/** Fields are read beforehand, but for those of entries that came late: a microsecond each. */
const fieldStepPositions = 512;
/** Few when each message is read; one where it is long, which may take long. */
const slowStepPositions = 8;

function remembered<Value>(
	known: WeakMap<Segment, Value>,
	segment: Segment,
	create: () => Value,
): Value {
	const value = known.get(segment) ?? create();
	known.set(segment, value);
	return value;
}

function allowedNames(
	names: readonly string[],
	wanted: readonly string[],
	isAllowed: (wanted: readonly string[], name: string) => boolean,
): Uint8Array | undefined {
	return wanted.length === 0
		? undefined
		: Uint8Array.from(names, (name) => (isAllowed(wanted, name) ? 1 : 0));
}
