import {messageTest, type Refinement} from '../log/refinement.ts';
import {type Segment, segmentEntryLimit} from './segment.ts';
import {TextHits} from './text-hits.ts';

/** Whether the entry in a slot is left by the refinements. */
export type SlotTest = (slot: number) => boolean;

/** Asks the messages of segments what refinements leave of them; each message is read once. */
export class Refined {
	readonly #refinements: readonly Refinement[];
	readonly #tests = new WeakMap<Segment, readonly SlotTestOf[]>();

	constructor(refinements: readonly Refinement[]) {
		this.#refinements = refinements;
	}

	/** The test for the slots that a segment has now. */
	of(segment: Segment): SlotTest | undefined {
		if (this.#refinements.length === 0) {
			return undefined;
		}

		let tests = this.#tests.get(segment);
		if (tests === undefined) {
			tests = this.#refinements.map((refinement) =>
				refinement.kind === 'text'
					? textTest(segment, refinement)
					: readingTest(segment, refinement),
			);
			this.#tests.set(segment, tests);
		}

		const ready = tests.map((test) => test());
		return (slot) => ready.every((test) => test(slot));
	}
}

type SlotTestOf = () => SlotTest;

/** Looks for a text in all messages at once. */
function textTest(
	segment: Segment,
	{text, effect}: Extract<Refinement, {readonly kind: 'text'}>,
): SlotTestOf {
	const hits = new TextHits(segment, text);
	const wanted = effect === 'keep' ? 1 : 0;
	return () => {
		const found = hits.update();
		return (slot) => found[slot] === wanted;
	};
}

const isLeft = 1;
const isLeftOut = 2;

/** Reads message by message, and remembers. */
function readingTest(segment: Segment, refinement: Refinement): SlotTestOf {
	const test = messageTest(refinement);
	const results = new Uint8Array(segmentEntryLimit);
	return () => (slot) => {
		if (results[slot] === 0) {
			results[slot] = test(segment.message(slot)) ? isLeft : isLeftOut;
		}

		return results[slot] === isLeft;
	};
}
