/**
Remembers results by key, for at most twice `limit` keys: when so many new ones have come, those that were not asked for since are forgotten.

Results are of copies of the keys, because a part of a text keeps the whole text in memory.
*/
export class BoundedCache<Key extends string | number, Value> {
	readonly #limit: number;
	#recent = new Map<Key, Value>();
	#older = new Map<Key, Value>();

	constructor(limit: number) {
		this.#limit = limit;
	}

	/** How many results are held. */
	get size(): number {
		return this.#recent.size + this.#older.size;
	}

	/** Hot. */
	get(key: Key): Value | undefined {
		const value = this.#recent.get(key);
		return value === undefined ? this.#renew(key) : value;
	}

	/** The result that is remembered, or else a new one. Those of long texts are not kept. */
	take(key: Key, compute: (key: Key) => Value): Value {
		const known = this.get(key);
		if (known !== undefined) {
			return known;
		}

		if (typeof key === 'string' && key.length > longestKey) {
			return compute(key);
		}

		const own = typeof key === 'string' ? copyText(key) : key;
		const value = compute(own);
		this.#add(own, value);
		return value;
	}

	clear() {
		this.#recent.clear();
		this.#older.clear();
	}

	#renew(key: Key): Value | undefined {
		const value = this.#older.get(key);
		if (value !== undefined) {
			this.#older.delete(key);
			this.#add(key, value);
		}

		return value;
	}

	#add(key: Key, value: Value) {
		if (this.#recent.size >= this.#limit) {
			this.#older = this.#recent;
			this.#recent = new Map();
		}

		this.#recent.set(key, value);
	}
}

/** Longer keys are not worth what they hold. */
const longestKey = 64;

/** The same text in memory of its own: a part that is cut out of a text keeps all of that text from being freed. */
export function copyText<Text extends string>(text: Text): Text {
	// The engine writes joined texts anew before it cuts them.
	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- It is the same text.
	return ` ${text}`.slice(1) as Text;
}

/** Makes something of an object once, however often it is asked for, and forgets it with the object. */
export function oncePer<Key extends WeakKey, Value>(
	create: (key: Key) => Value,
): (key: Key) => Value {
	const known = new WeakMap<Key, {readonly value: Value}>();
	return (key) => {
		let made = known.get(key);
		if (made === undefined) {
			made = {value: create(key)};
			known.set(key, made);
		}

		return made.value;
	};
}
