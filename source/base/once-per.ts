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
