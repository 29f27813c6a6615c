import {Buffer} from 'node:buffer';
import {type Segment, segmentEntryLimit} from '../buffer/segment.ts';
import {type Bytes} from '../buffer/spares.ts';

/** Slots that are searched between two questions for time: some 0.1 ms. */
const blockLength = 1024;

/** The slots of one segment whose message holds a text. */
export class TextHits {
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
