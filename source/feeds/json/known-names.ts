import {knownNameLimit} from '../../log/entry-columns.ts';
import {type Block, Literal} from './block.ts';

const mostCharacters = 64;
const quote = 0x22;

/** Names of which there are few, levels and regions, found by their bytes. */
export class KnownNames {
	/** The empty one, and the others in the order in which they came. */
	readonly names: string[] = [''];
	readonly #literals: Literal[] = [new Literal(new Uint8Array())];
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

		if (JSON.stringify(name) === `"${name}"`) {
			this.names.push(name);
			this.#literals.push(new Literal(new TextEncoder().encode(name)));
		}
	}

	/** Hot: most are the one before. The number of the name that begins at `start` and ends with a quote; -1 where it is not known. */
	numberAt(block: Block, start: number): number {
		if (this.#isAt(this.#last, block, start)) {
			return this.#last;
		}

		for (let index = 0; index < this.#literals.length; index++) {
			if (this.#isAt(index, block, start)) {
				this.#last = index;
				return index;
			}
		}

		return -1;
	}

	/** In bytes. */
	lengthOf(index: number): number {
		return this.#literals[index]?.length ?? 0;
	}

	#isAt(index: number, block: Block, start: number): boolean {
		const literal = this.#literals[index];
		return (
			literal !== undefined &&
			block.bytes[start + literal.length] === quote &&
			literal.standsAt(block, start)
		);
	}
}
