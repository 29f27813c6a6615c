import {copyText} from '../../base/bounded-cache.ts';

/** So many values are told apart over time. */
const mostNames = 512;

/** Stands for all values beyond those that are told apart. */
export const otherNames = '\u0000';

/** Tells so many names apart, the first ones that come; a field in which each value is another one must not take a cell for each. */
export class BoundedNames {
	/** What has no value is always told apart. */
	readonly #names = new Map([['', '']]);

	take(name: string): string {
		const known = this.#names.get(name);
		if (known !== undefined) {
			return known;
		}

		if (this.#names.size >= mostNames) {
			return otherNames;
		}

		const own = copyText(name);
		this.#names.set(own, own);
		return own;
	}
}
