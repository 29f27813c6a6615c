import {hasAt} from './has-at.ts';

const mostNames = 64;
const mostBytes = 64;

/** Names of which there are few, levels and regions, found by their bytes. */
export class KnownNames {
	readonly #names = new Map<string, Uint8Array>();
	#last = '';
	#lastBytes: Uint8Array = new Uint8Array();

	/** What is long, or has an escape in JSON, is not worth knowing. */
	add(name: string) {
		const bytes = new TextEncoder().encode(name);
		if (
			this.#names.size < mostNames &&
			bytes.length <= mostBytes &&
			JSON.stringify(name) === `"${name}"`
		) {
			this.#names.set(name, bytes);
		}
	}

	/** Hot: most are the one before. */
	find(bytes: Uint8Array, start: number, end: number): string | undefined {
		const length = end - start;
		if (
			this.#lastBytes.length === length &&
			hasAt(bytes, this.#lastBytes, start)
		) {
			return this.#last;
		}

		for (const [name, nameBytes] of this.#names) {
			if (nameBytes.length === length && hasAt(bytes, nameBytes, start)) {
				this.#last = name;
				this.#lastBytes = nameBytes;
				return name;
			}
		}

		return undefined;
	}
}
