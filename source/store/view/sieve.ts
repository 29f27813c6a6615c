import {Buffer} from 'node:buffer';
import {allowsLevel} from '../../log/level.ts';
import {type Query} from '../../log/query.ts';
import {createPatternBytesTest} from '../../log/pattern.ts';
import {messageTest, type Refinement} from '../../log/refinement.ts';
import {
	createValueTest,
	type FieldFilter,
	isEntryField,
	isIdField,
} from '../../log/fields/field-filter.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Piece} from '../buffer/piece.ts';
import {type Segment, segmentEntryLimit} from '../buffer/segment.ts';
import {type Bytes} from '../buffer/columns.ts';
import {createOwnText, fieldColumns} from '../fields/field-columns.ts';

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

/** Whether the entry in a slot is what is looked for. */
type SlotTest = (slot: number) => boolean;

/** What is asked of the messages of a segment. */
type MessageTest = {
	/** Looks through the messages of the slots [from, to) at once, which is worth it where most are asked for; false when there was no time for all. */
	readonly prepare: (
		from: number,
		to: number,
		hasTime: () => boolean,
	) => boolean;
	readonly test: SlotTest;
};

/** Slots that are searched between two questions for time: some 0.1 ms. */
const blockLength = 1024;

/** The slots of one segment whose message holds a text. */
class TextHits {
	readonly #segment: Segment;
	readonly #needle: Bytes;
	readonly #hits = new Uint8Array(segmentEntryLimit);
	/** Of each block, how many of its slots have been searched. */
	readonly #searched = new Uint16Array(segmentEntryLimit / blockLength);

	constructor(segment: Segment, text: string) {
		this.#segment = segment;
		this.#needle = Buffer.from(text);
	}

	/** Hot: searches what was not searched yet of the blocks in which the slots [from, to) are, the messages of a block in one run of bytes; false when there was no time for all. */
	search(from: number, to: number, hasTime: () => boolean): boolean {
		const {count} = this.#segment;
		for (
			let block = Math.floor(from / blockLength);
			block * blockLength < to;
			block++
		) {
			const length = Math.min(blockLength, count - block * blockLength);
			if ((this.#searched[block] ?? length) < length) {
				if (!hasTime()) {
					return false;
				}

				this.#searchBlock(block, length);
			}
		}

		return true;
	}

	/** A slot that was not searched yet is looked at by itself. */
	has(slot: number): boolean {
		const block = Math.floor(slot / blockLength);
		return slot - block * blockLength < (this.#searched[block] ?? 0)
			? this.#hits[slot] === 1
			: this.#segment.messageBytes(slot).includes(this.#needle);
	}

	#searchBlock(block: number, length: number) {
		const {bytes, offsets} = this.#segment;
		const end = block * blockLength + length;
		let slot = end - length + (this.#searched[block] ?? 0);
		const searchable = bytes.subarray(0, offsets[end] ?? 0);
		while (slot < end) {
			const hit = searchable.indexOf(this.#needle, offsets[slot] ?? 0);
			if (hit === -1) {
				break;
			}

			while ((offsets[slot + 1] ?? Number.POSITIVE_INFINITY) <= hit) {
				slot++;
			}

			this.#hits[slot] = 1;
			slot++;
		}

		this.#searched[block] = length;
	}
}

/** Makes the test whether a message holds a text: searched for in the segment's bytes, many slots at once. */
function holdsText(segment: Segment, text: string): MessageTest {
	const hits = new TextHits(segment, text);
	return {
		prepare: (from, to, hasTime) => hits.search(from, to, hasTime),
		test: (slot) => hits.has(slot),
	};
}

function isLeftBy(
	buffer: LogBuffer,
	segment: Segment,
	refinement: Refinement,
): MessageTest {
	if (refinement.kind === 'field') {
		const {prepare, test} = fieldTest(buffer, segment, refinement);
		return {prepare, test: rememberResults(test).test};
	}

	if (refinement.kind === 'pattern') {
		return patternTest(segment, refinement);
	}

	if (refinement.kind === 'regex') {
		return readingTest(segment, refinement);
	}

	const {prepare, test} = holdsText(segment, refinement.text);
	return refinement.effect === 'keep'
		? {prepare, test}
		: {prepare, test: (slot) => !test(slot)};
}

const isLeft = 1;
const isLeftOut = 2;

/** Reads message by message, and remembers. */
function readingTest(segment: Segment, refinement: Refinement): MessageTest {
	const test = messageTest(refinement);
	return rememberResults((slot) => test(segment.message(slot)));
}

/** Reads the bytes of message by message. */
function patternTest(
	segment: Segment,
	{key, effect}: Extract<Refinement, {readonly kind: 'pattern'}>,
): MessageTest {
	const isOfPattern = createPatternBytesTest(key);
	return rememberResults((slot) => {
		const {bytes, offsets} = segment;
		const isOf = isOfPattern(
			bytes,
			offsets[slot] ?? 0,
			(offsets[slot + 1] ?? 1) - 1,
		);
		return isOf === (effect === 'keep');
	});
}

function rememberResults(test: SlotTest): MessageTest {
	const results = new Uint8Array(segmentEntryLimit);
	return {
		prepare: () => true,
		test(slot) {
			if (results[slot] === 0) {
				results[slot] = test(slot) ? isLeft : isLeftOut;
			}

			return results[slot] === isLeft;
		},
	};
}

/** Tells which slots of a segment have what is asked of a field. */
function fieldTest(
	buffer: LogBuffer,
	segment: Segment,
	filter: FieldFilter & {readonly effect: 'keep' | 'hide'},
): MessageTest {
	const {name, effect} = filter;
	const isKept = effect === 'keep';
	const test = createValueTest(filter);
	if (isEntryField(name)) {
		const textIn = createOwnText(buffer, name);
		return {
			prepare: () => true,
			test(slot) {
				if (name === 'time') {
					return (
						test('text', segment.time(slot), () => textIn(segment, slot)) ===
						isKept
					);
				}

				const text = textIn(segment, slot);
				return (text !== '' && test('text', 0, () => text)) === isKept;
			},
		};
	}

	const columns = fieldColumns(buffer);
	const isUntoldIt =
		name === 'deployment' &&
		buffer.deployment !== '' &&
		test('text', 0, () => buffer.deployment);
	let asked = 0;
	// One for all slots: it is made for none of them anew.
	const text = () => columns.at(segment, name, asked).text(asked);
	return {
		prepare: (from, to, hasTime) =>
			columns.read(segment, name, [from, to], hasTime),
		test(slot) {
			const id = isIdField(name) ? segment.ids.get(name, slot) : '';
			if (id !== '') {
				return test('text', 0, () => id) === isKept;
			}

			const column = columns.at(segment, name, slot);
			asked = slot;
			const isIt = column.has(slot)
				? test(column.kind(slot), column.number(slot), text)
				: isUntoldIt;
			return isIt === isKept;
		},
	};
}
