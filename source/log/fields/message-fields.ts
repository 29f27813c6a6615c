import {FieldReader} from './field-reader.ts';
import {readValue, type ValueKind} from './typed-value.ts';

/** A field of a message, as it reads. */
export type MessageField = {
	/** With the names of the objects around it: `error.name`. */
	readonly name: string;
	readonly value: string;
	readonly kind: ValueKind;
};

const encoder = new TextEncoder();
const reader = new FieldReader();

/** The fields of a message, each name once, in the order in which they stand. */
export function fieldsOfMessage(message: string): readonly MessageField[] {
	const bytes = encoder.encode(message);
	reader.read(bytes, 0, bytes.length);
	const fields = new Map<string, string>();
	for (let index = 0; index < reader.count; index++) {
		if (!reader.isObject(index)) {
			fields.set(reader.name(index), reader.text(index));
		}
	}

	return [...fields].map(([name, value]) => ({
		name,
		value,
		kind: readValue(value).kind,
	}));
}
