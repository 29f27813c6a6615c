import {Buffer} from 'node:buffer';
import {type Segment, segmentEntryLimit} from './segment.ts';
import {type Bytes} from './spares.ts';

/** Searched between two questions for time: some 0.1 ms. */
const stepBytes = 256 * 1024;

/** The slots of one segment whose message holds a text. */
export class TextHits {
	readonly #segment: Segment;
	readonly #needle: Bytes;
	readonly #hits = new Uint8Array(segmentEntryLimit);
	/** Slots before this one have been searched. */
	#searched = 0;

	constructor(segment: Segment, text: string) {
		this.#segment = segment;
		this.#needle = Buffer.from(text);
	}

	/** Hot: searches what was not searched yet, all messages in one run of bytes; false when there was no time for all. */
	search(hasTime: () => boolean): boolean {
		while (this.#searched < this.#segment.count) {
			if (!hasTime()) {
				return false;
			}

			this.#step();
		}

		return true;
	}

	/** A slot that was not searched yet is looked at by itself. */
	has(slot: number): boolean {
		return slot < this.#searched
			? this.#hits[slot] === 1
			: this.#segment.messageBytes(slot).includes(this.#needle);
	}

	#step() {
		const {bytes, offsets, byteCount, count} = this.#segment;
		let slot = this.#searched;
		let offset = offsets[slot] ?? 0;
		const end = Math.min(count, slotAfter(offsets, offset + stepBytes, count));
		const searchable = bytes.subarray(0, offsets[end] ?? byteCount);
		while (slot < end) {
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

		this.#searched = end;
	}
}

/** The first slot, of `count`, that ends at or after `offset`, and then one. */
function slotAfter(offsets: Uint32Array, offset: number, count: number) {
	let low = 0;
	let high = count;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if ((offsets[middle + 1] ?? 0) < offset) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low + 1;
}
