import {type Micros} from '../../log/entry.ts';
import {hasAt} from './has-at.ts';
import {parseCanonicalTime} from './time.ts';

/** Of `2026-11-24T10:00:00.` */
const secondLength = 20;
/** Of `2026-11-24T10:00:00.123456Z`. */
const longestTime = 27;
const dot = 0x2e;
const digit0 = 0x30;
const upperZ = 0x5a;

/** Reads times where they stand on the wire: those of a second differ only behind it. */
export class TimeReader {
	#second: Uint8Array = new Uint8Array(secondLength);
	#secondTime: Micros = 0;

	/** Hot. `undefined` where the time is not as `formatTime` writes it. */
	read(bytes: Uint8Array, start: number, end: number): Micros | undefined {
		if (!hasAt(bytes, this.#second, start)) {
			return this.#readOther(bytes, start, end);
		}

		const fraction = readFraction(bytes, start + secondLength, end);
		return fraction === undefined ? undefined : this.#secondTime + fraction;
	}

	#readOther(
		bytes: Uint8Array,
		start: number,
		end: number,
	): Micros | undefined {
		const time =
			end - start > longestTime
				? undefined
				: parseCanonicalTime(
						String.fromCodePoint(...bytes.subarray(start, end)),
					);
		const fraction = readFraction(bytes, start + secondLength, end);
		if (
			time !== undefined &&
			fraction !== undefined &&
			bytes[start + secondLength - 1] === dot
		) {
			this.#second = new Uint8Array(
				bytes.subarray(start, start + secondLength),
			);
			this.#secondTime = time - fraction;
		}

		return time;
	}
}

/** `123Z` or `123456Z` → microseconds; none that would be written shorter. */
function readFraction(
	bytes: Uint8Array,
	start: number,
	end: number,
): number | undefined {
	const length = end - start - 1;
	if ((length !== 3 && length !== 6) || bytes[end - 1] !== upperZ) {
		return undefined;
	}

	let fraction = 0;
	for (let index = start; index < end - 1; index++) {
		const digit = (bytes[index] ?? 0) - digit0;
		if (digit < 0 || digit > 9) {
			return undefined;
		}

		fraction = fraction * 10 + digit;
	}

	if (length === 3) {
		return fraction * 1000;
	}

	return fraction % 1000 === 0 ? undefined : fraction;
}
