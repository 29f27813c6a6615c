import {Buffer} from 'node:buffer';
import {type Segment, segmentEntryLimit} from './segment.ts';

/** The slots of one segment whose message holds a text; searched once, then only what was added since. */
export class TextHits {
	readonly #segment: Segment;
	readonly #needle: Uint8Array;
	readonly #hits = new Uint8Array(segmentEntryLimit);
	#searched = 0;

	constructor(segment: Segment, text: string) {
		this.#segment = segment;
		this.#needle = Buffer.from(text);
	}

	/** Brings itself up to date; the slots that hold the text are 1. */
	update(): Uint8Array {
		const {bytes, offsets, byteCount, count} = this.#segment;
		const searchable = bytes.subarray(0, byteCount);
		let slot = this.#searched;
		let offset = offsets[slot] ?? 0;
		while (slot < count) {
			const hit = searchable.indexOf(this.#needle, offset);
			if (hit === -1) {
				break;
			}

			while ((offsets[slot + 1] ?? Number.POSITIVE_INFINITY) <= hit) {
				slot++;
			}

			this.#hits[slot] = 1;
			slot++;
			offset = offsets[slot] ?? byteCount;
		}

		this.#searched = count;
		return this.#hits;
	}
}
