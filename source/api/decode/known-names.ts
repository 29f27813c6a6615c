import {knownNameLimit} from '../../log/entry-columns.ts';
import {hasAt} from './has-at.ts';

const mostCharacters = 64;

/** Names of which there are few, levels and regions, found by their bytes. */
export class KnownNames {
	/** The empty one, and the others in the order in which they came. */
	readonly names: string[] = [''];
	readonly #bytes: Uint8Array[] = [new Uint8Array()];
	#last = 0;

	/** What is long, or has an escape in JSON, is not worth knowing. */
	add(name: string) {
		if (
			this.names.length >= knownNameLimit ||
			name.length > mostCharacters ||
			this.names.includes(name)
		) {
			return;
		}

		const bytes = new TextEncoder().encode(name);
		if (JSON.stringify(name) === `"${name}"`) {
			this.names.push(name);
			this.#bytes.push(bytes);
		}
	}

	/** Hot: most are the one before. The number of a name; -1 where it is not known. */
	find(bytes: Uint8Array, start: number, end: number): number {
		if (this.#isAt(this.#last, bytes, start, end)) {
			return this.#last;
		}

		for (let index = 0; index < this.#bytes.length; index++) {
			if (this.#isAt(index, bytes, start, end)) {
				this.#last = index;
				return index;
			}
		}

		return -1;
	}

	#isAt(index: number, bytes: Uint8Array, start: number, end: number): boolean {
		const name = this.#bytes[index];
		return name?.length === end - start && hasAt(bytes, name, start);
	}
}
