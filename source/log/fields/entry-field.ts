import {type Entry} from '../entry.ts';
import {type IdName} from '../id-columns.ts';
import {formatTime} from '../wall-time.ts';
import {
	createValueTest,
	type EntryField,
	type FieldFilter,
	isEntryField,
	isIdField,
	wholeMessage,
} from './field-filter.ts';
import {FieldReader} from './field-reader.ts';
import {wantedName} from './found-fields.ts';
import {
	isText,
	kindOf,
	type TypedValue,
	type ValueCode,
	ValueReader,
	readValue,
	type ValueKind,
} from './typed-value.ts';

/** Looks up one field: its name is made ready once. Nothing where an entry has none of it. What does not tell its `deployment` is of the one that is given. */
export function createFieldLookup(
	name: string,
	deployment = '',
): (entry: Fielded) => FieldValue | undefined {
	if (isEntryField(name)) {
		return (entry) => {
			const text = ownText(entry, name);
			return text === ''
				? undefined
				: {
						kind: 'text',
						number: name === 'time' ? (entry.time ?? 0) : 0,
						text,
					};
		};
	}

	const wanted = wantedName(name);
	return (entry) => {
		const id = isIdField(name) ? (entry[name] ?? '') : '';
		if (id !== '') {
			return {kind: 'text', number: 0, text: id};
		}

		read(entry.message);
		const index = fields.indexOf(wanted);
		if (index === -1) {
			const text = untold(name, entry, deployment);
			return text === '' ? undefined : {kind: 'text', number: 0, text};
		}

		const code = readNumber(index);
		return {
			kind: kindOf(code),
			number: isText(code) ? 0 : values.number,
			text: fields.text(index),
		};
	};
}

/** A field of a message, as it reads. */
type MessageField = {
	/** With the names of the objects around it: `error.name`. */
	readonly name: string;
	readonly value: string;
	readonly kind: ValueKind;
};

const encoder = new TextEncoder();
const reader = new FieldReader();
const fields = reader.found;
const values = new ValueReader();

/** What of an entry fields are read from. */
export type Fielded = Pick<Entry, 'level' | 'region' | 'message' | IdName> &
	Partial<Pick<Entry, 'time'>>;

let lastMessage: string | undefined;

/** Of one message several fields are looked up after each other: it is read once. */
function read(message: string) {
	if (message !== lastMessage) {
		const bytes = encoder.encode(message);
		reader.read(bytes, 0, bytes.length);
		lastMessage = message.length > longestKept ? undefined : message;
	}
}

const longestKept = 65_536;

/** The value of a field of an entry, as it reads. */
export type FieldValue = TypedValue & {readonly text: string};

/** What a field is that no message tells. */
function untold(name: string, {message}: Fielded, deployment: string): string {
	switch (name) {
		case wholeMessage: {
			return withoutNewline(message);
		}

		case 'deployment': {
			return deployment;
		}

		default: {
			return '';
		}
	}
}

function ownText(entry: Fielded, name: EntryField): string {
	if (name !== 'time') {
		return entry[name];
	}

	return entry.time === undefined ? '' : formatTime(entry.time);
}

function withoutNewline(message: string): string {
	return message.endsWith('\n') ? message.slice(0, -1) : message;
}

/** What the value of a field is; its number is that of `values` then. */
function readNumber(index: number): ValueCode {
	return values.read(
		fields.source,
		fields.valueFrom[index] ?? 0,
		fields.valueTo[index] ?? 0,
	);
}

/** Whether the field of an entry is what is asked for. */
export function entryFieldTest(
	filter: FieldFilter,
	deployment = '',
): (entry: Fielded) => boolean {
	const test = createValueTest(filter);
	if (isEntryField(filter.name)) {
		const {name} = filter;
		return name === 'time'
			? (entry) =>
					entry.time !== undefined &&
					test('text', entry.time, () => ownText(entry, name))
			: (entry) => entry[name] !== '' && test('text', 0, () => entry[name]);
	}

	const {name} = filter;
	const wanted = wantedName(name);
	return (entry) => {
		const id = isIdField(name) ? (entry[name] ?? '') : '';
		if (id !== '') {
			return test('text', 0, () => id);
		}

		read(entry.message);
		const index = fields.indexOf(wanted);
		if (index === -1) {
			const text = untold(name, entry, deployment);
			return (
				(text !== '' || name === wholeMessage) && test('text', 0, () => text)
			);
		}

		const code = readNumber(index);
		return test(kindOf(code), values.number, () => fields.text(index));
	};
}

/** The fields of a message, each name once, in the order in which they stand. */
export function fieldsOfMessage(message: string): readonly MessageField[] {
	const bytes = encoder.encode(message);
	reader.read(bytes, 0, bytes.length);
	const texts = new Map<string, string>();
	for (let index = 0; index < fields.count; index++) {
		if (!fields.isObject(index)) {
			texts.set(fields.name(index), fields.text(index));
		}
	}

	return [...texts].map(([name, value]) => ({
		name,
		value,
		kind: readValue(value).kind,
	}));
}
