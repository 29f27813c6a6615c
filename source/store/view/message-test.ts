import {createPatternBytesTest} from '../../log/pattern.ts';
import {messageTest, type Refinement} from '../../log/refinement.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Segment, segmentEntryLimit} from '../buffer/segment.ts';
import {fieldTest} from '../fields/field-test.ts';
import {TextHits} from './text-hits.ts';

/** Whether the entry in a slot is what is looked for. */
export type SlotTest = (slot: number) => boolean;

/** What is asked of the messages of a segment. */
export type MessageTest = {
	/** Looks through the messages of the slots [from, to) at once, which is worth it where most are asked for; false when there was no time for all. */
	readonly prepare: (
		from: number,
		to: number,
		hasTime: () => boolean,
	) => boolean;
	readonly test: SlotTest;
};

export function holdsText(segment: Segment, text: string): MessageTest {
	const hits = new TextHits(segment, text);
	return {
		prepare: (from, to, hasTime) => hits.search(from, to, hasTime),
		test: (slot) => hits.has(slot),
	};
}

export function isLeftBy(
	buffer: LogBuffer,
	segment: Segment,
	refinement: Refinement,
): MessageTest {
	if (refinement.kind === 'field') {
		const {prepare, test} = fieldTest(buffer, segment, refinement);
		return {prepare, test: remembering(test).test};
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
	return remembering((slot) => test(segment.message(slot)));
}

/** Reads the bytes of message by message. */
function patternTest(
	segment: Segment,
	{key, effect}: Extract<Refinement, {readonly kind: 'pattern'}>,
): MessageTest {
	const isOfPattern = createPatternBytesTest(key);
	return remembering((slot) => {
		const {bytes, offsets} = segment;
		const isOf = isOfPattern(
			bytes,
			offsets[slot] ?? 0,
			(offsets[slot + 1] ?? 1) - 1,
		);
		return isOf === (effect === 'keep');
	});
}

function remembering(test: SlotTest): MessageTest {
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
