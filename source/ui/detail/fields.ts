import {idNames, type IdName} from '../../log/id-columns.ts';
import {fieldsOfMessage} from '../../log/fields/entry-field.ts';
import {type DetailSubject} from '../../store/screen-state.ts';
import {type JsonLine} from '../../text/lay-out-json.ts';
import {type MessageLine, messageLines} from './message-lines.ts';

/** What `+` and `-` can act on. */
export type Field =
	| {readonly kind: 'level' | 'region' | IdName; readonly value: string}
	/** A member of JSON or a pair, as it stands in the message. */
	| {readonly kind: 'text'; readonly value: string}
	/** What an access log tells without naming it. */
	| {
			readonly kind: 'implied';
			readonly value: string;
			readonly named: NamedValue;
	  };

type HeadField = Extract<Field, {readonly kind: 'level' | 'region' | IdName}>;

/** What a field is called, and what it holds. */
export type NamedValue = {readonly name: string; readonly value: string};

const names = new WeakMap<Field, NamedValue>();

/** What a field is called and holds; nothing for what stands in a list, which has no name. */
export function namedValue(field: Field): NamedValue | undefined {
	switch (field.kind) {
		case 'level':
		case 'region':
		case 'trace':
		case 'span':
		case 'deployment': {
			return {name: field.kind, value: field.value};
		}

		case 'implied': {
			return field.named;
		}

		case 'text': {
			return names.get(field);
		}
	}
}

/** A line of the message, and the field that it shows. */
type FieldLine = {
	readonly line: MessageLine;
	readonly field?: Field;
};

/** The message of what is shown in full, looked through once, and as far as it is asked for. */
export function fieldLines({entry}: DetailSubject): LazyList<FieldLine> {
	let lines = remembered.get(entry);
	if (lines === undefined) {
		lines = new LazyList(readFieldLines(entry.message));
		remembered.set(entry, lines);
	}

	return lines;
}

const remembered = new WeakMap<DetailSubject['entry'], LazyList<FieldLine>>();

function* readFieldLines(message: string): Generator<FieldLine, void> {
	/** Of the objects that are open: their names, and nothing of those in lists. */
	const outer: Array<string | undefined> = [];
	const told = new Set<string>();
	for (const line of messageLines(message)) {
		const value = textOf(line);
		const named =
			line.kind === 'json' ? memberOf(line.line, outer) : pairOf(line);
		if (named !== undefined) {
			told.add(named.name);
		}

		if (value === undefined) {
			yield {line};
			continue;
		}

		const field: Field = {kind: 'text', value};
		if (named !== undefined) {
			names.set(field, named);
		}

		yield {line, field};
	}

	yield* impliedLines(message, told);
}

/** What an access log tells, below a blank line. */
function* impliedLines(
	message: string,
	told: ReadonlySet<string>,
): Generator<FieldLine, void> {
	if (message.length > longestAccess) {
		return;
	}

	const fields = fieldsOfMessage(message).filter(
		({name}) => impliedFields.has(name) && !told.has(name),
	);
	const keyWidth = Math.max(...fields.map(({name}) => name.length));
	for (const [index, {name, value}] of fields.entries()) {
		if (index === 0 && told.size === 0) {
			yield {line: {kind: 'text', text: ''}};
		}

		yield {
			line: {
				kind: 'pair',
				pair: {key: name, value, source: value},
				keyWidth,
			},
			field: {kind: 'implied', value, named: {name, value}},
		};
	}
}

const longestAccess = 16_384;
const impliedFields: ReadonlySet<string> = new Set([
	'method',
	'path',
	'status',
	'duration',
	'size',
]);

/** The member that a line of JSON shows, by its name and those of the objects around it. */
function memberOf(
	{depth, parts, member}: JsonLine,
	outer: Array<string | undefined>,
): NamedValue | undefined {
	const [first] = parts;
	const key = first?.kind === 'key' ? parseString(first.text) : undefined;
	const isOpen = parts.at(-1)?.text === '{';
	outer.length = Math.min(outer.length, depth);
	if (isOpen || parts.at(-1)?.text === '[') {
		outer[depth] =
			isOpen && (depth === 0 || key !== undefined) ? (key ?? '') : undefined;
		return undefined;
	}

	const value = parts.findLast(({text}) => text !== ',');
	const around = outer.slice(1, depth);
	return member === undefined ||
		key === undefined ||
		value === undefined ||
		value.text === 'null' ||
		value.kind === 'punctuation' ||
		outer[0] === undefined ||
		around.includes(undefined)
		? undefined
		: {
				name: [...around, key].join('.'),
				value: value.kind === 'string' ? parseString(value.text) : value.text,
			};
}

function pairOf(line: MessageLine): NamedValue | undefined {
	if (line.kind !== 'pair') {
		return undefined;
	}

	const {key, value} = line.pair;
	return {
		name: key,
		value: value.startsWith('"') ? parseString(value) : value,
	};
}

function parseString(text: string): string {
	try {
		return String(JSON.parse(text));
	} catch {
		return text.slice(1, -1);
	}
}

/** What an entry has beside its message, in the order in which it is shown. */
export function* headFields({
	kind,
	entry,
}: DetailSubject): Generator<HeadField, void> {
	yield {kind: 'level', value: entry.level};
	if (kind === 'entry') {
		const {region} = entry;
		if (region !== '') {
			yield {kind: 'region', value: region};
		}

		for (const name of idNames) {
			const id = entry[name] ?? '';
			if (id !== '') {
				yield {kind: name, value: id};
			}
		}
	}
}

/** The fields of an entry in the order in which they are shown. */
function* fieldsOf(subject: DetailSubject): Generator<Field, void> {
	yield* headFields(subject);

	for (const {field} of fieldLines(subject)) {
		if (field !== undefined) {
			yield field;
		}
	}
}

export function fieldAt(
	subject: DetailSubject,
	index: number,
): Field | undefined {
	let count = 0;
	for (const field of fieldsOf(subject)) {
		if (count === index) {
			return field;
		}

		count++;
	}

	return undefined;
}

function textOf(line: MessageLine): string | undefined {
	switch (line.kind) {
		case 'pair': {
			return line.pair.source;
		}

		case 'json': {
			return line.line.member;
		}

		case 'text':
		case 'frame': {
			return undefined;
		}
	}
}

/** A list that is made only as far as it is asked for. */
export class LazyList<Item> {
	readonly #items: Item[] = [];
	#rest: Iterator<Item> | undefined;

	constructor(items: Iterable<Item>) {
		this.#rest = items[Symbol.iterator]();
	}

	/** What has been made so far. */
	get known(): readonly Item[] {
		return this.#items;
	}

	/** Whether all of it has been made. */
	get isWhole(): boolean {
		return this.#rest === undefined;
	}

	/** Makes so many items, if there are so many. */
	reach(count: number) {
		while (this.#items.length < count && this.#rest !== undefined) {
			const next = this.#rest.next();
			if (next.done === true) {
				this.#rest = undefined;
			} else {
				this.#items.push(next.value);
			}
		}
	}

	at(index: number): Item | undefined {
		this.reach(index + 1);
		return this.#items[index];
	}

	*[Symbol.iterator](): Generator<Item, void> {
		for (let index = 0; ; index++) {
			this.reach(index + 1);
			const item = this.#items[index];
			if (item === undefined) {
				return;
			}

			yield item;
		}
	}
}
