import {levelOf, plainLevel, rankOf} from '../level.ts';
import {readTime} from '../wire-time.ts';
import {idNames, type IdName} from '../id-columns.ts';
import {
	isMeasure,
	type TypedValue,
	readValue,
	unitOfName,
	type ValueKind,
} from './typed-value.ts';

/** What is asked of a field: more or less than a value, a value, or that it is there. */
export type FieldFilter = {
	readonly kind: 'field';
	readonly name: string;
	readonly operator: (typeof operators)[number];
	/** As it was typed; empty for `?`. With `:`, `*` stands for any text. */
	readonly value: string;
};

const operators = ['>=', '<=', '>', '<', ':', '?'] as const;

/** Fields that an entry has beside its message. Times read as RFC 3339 in UTC, and are compared as such. */
export const entryFields = ['time', 'level', 'region'] as const;

/** Whether a field is one that an entry may have of its server; where it has none, its message may tell one of that name. */
export function isIdField(name: string): name is IdName {
	return (idNames as readonly string[]).includes(name);
}

/** The message as a whole, but for those that tell a field of that name. */
export const wholeMessage = 'message';

export type EntryField = (typeof entryFields)[number];

export function isEntryField(name: string): name is EntryField {
	return (entryFields as readonly string[]).includes(name);
}

/** Behind the name of a field. */
const question = String.raw`(?:(\?)$|(?=\s*[<>]|:\S)\s*(>=|<=|>|<|:)(.*)$)`;
/** Any name, as JSON writes it. */
const quotedName = String.raw`"(?:[^"\\]|\\.)+"`;
const plainName = String.raw`[\p{L}_@$][\p{L}\p{N}_@$.\-]*`;
const names = {
	/** As programs write them; what else is typed is most likely a text. */
	plain: String.raw`${quotedName}|${plainName}`,
	/** Whatever a member of JSON may be called; one with the signs of a question stands between quotes. */
	any: String.raw`${quotedName}|[^\s<>:?"\\][^<>:?]*?`,
};
const isPlainName = new RegExp(`^${plainName}$`, 'v');

/** `status>=500`, `path:/cart`, `user?`; nothing where it cannot be read so, whatever fields there are. */
export function readFieldFilter(
	typed: string,
	kind: keyof typeof names = 'plain',
): FieldFilter | undefined {
	const expression = new RegExp(`^(${names[kind]})${question}`, 'sv');
	const [, written, operator, value = ''] =
		expression
			.exec(typed)
			?.filter((part, index) => index < 2 || part !== undefined) ?? [];
	if (written === undefined || !isOperator(operator)) {
		return undefined;
	}

	const name = unquote(written) ?? written;
	const filter: FieldFilter = {
		kind: 'field',
		name,
		operator,
		value: operator === ':' ? value : value.trim(),
	};
	return operator === '?' || operator === ':' || isLimit(name, filter.value)
		? filter
		: undefined;
}

/** What of a filter's value reads as a filter of its own, and the word that joins the two: `path:/a or path:/b`. Filters are added one after the other, and a value that is meant so stands between quotes. */
export function joinedFilter(
	typed: string,
	isField: (name: string) => boolean,
): {readonly word: string; readonly other: string} | undefined {
	const {1: written, 4: value = ''} =
		new RegExp(`^(${names.plain})${question}`, 'sv').exec(typed) ?? [];
	if (
		written === undefined ||
		value.length > longestJoined ||
		!isField(unquote(written) ?? written)
	) {
		return undefined;
	}

	for (const match of value.matchAll(/\s(?:(or|and|\|\||&&)\s+)?/giv)) {
		const [before, word = ''] = match;
		const other = value.slice(match.index + before.length);
		const filter = readFieldFilter(other.replace(/^!/v, ''));
		const isQuoted = /^"(?:[^"\\]|\\.)*$/v.test(value.slice(0, match.index));
		if (filter !== undefined && isField(filter.name) && !isQuoted) {
			return {word, other};
		}
	}

	return undefined;
}

/** In longer values nothing is looked for, as each blank is tried. */
const longestJoined = 256;

/** Whether a field can be more or less than a value. */
function isLimit(name: string, value: string): boolean {
	switch (name) {
		case 'time': {
			return readTime(value) !== undefined;
		}

		case 'level': {
			return levelOf(value) !== undefined;
		}

		default: {
			return isMeasure(readValue(value).kind);
		}
	}
}

/** As it is typed. */
export function fieldFilterText({
	name,
	operator,
	value,
}: Omit<FieldFilter, 'kind'>): string {
	return `${fieldNameText(name)}${operator}${value}`;
}

/** The name of a field as it is typed before a sign: between quotes where it could be read otherwise. */
export function fieldNameText(name: string): string {
	return isPlainName.test(name) ? name : JSON.stringify(name);
}

/** The filter for just a value, whatever stands in it. */
export function isValue(name: string, value: string): FieldFilter {
	const isPlain =
		value !== '' &&
		!/[*"\s]/v.test(value.slice(0, 1) + value.slice(-1)) &&
		!value.includes('*');
	return {
		kind: 'field',
		name,
		operator: ':',
		value: isPlain ? value : JSON.stringify(value),
	};
}

/** Whether the value of a field is what is asked for; `text` is called only where it is needed. */
type ValueTest = (
	kind: ValueKind,
	number: number,
	text: () => string,
) => boolean;

/** Compiled once, asked for each entry that has the field. */
export function createValueTest({
	name,
	operator,
	value,
}: FieldFilter): ValueTest {
	switch (operator) {
		case '?': {
			return () => true;
		}

		case ':': {
			return equalityTest(name, value);
		}

		case '>': {
			return measureTest(name, value, (measure, limit) => measure > limit);
		}

		case '>=': {
			return measureTest(name, value, (measure, limit) => measure >= limit);
		}

		case '<': {
			return measureTest(name, value, (measure, limit) => measure < limit);
		}

		case '<=': {
			return measureTest(name, value, (measure, limit) => measure <= limit);
		}
	}
}

function isOperator(text = ''): text is FieldFilter['operator'] {
	return (operators as readonly string[]).includes(text);
}

function measureTest(
	name: string,
	value: string,
	isWanted: (measure: number, limit: number) => boolean,
): ValueTest {
	if (name === 'time') {
		const limit = readTime(value) ?? Number.NaN;
		return (_kind, number) => isWanted(number, limit);
	}

	if (name === 'level') {
		// The worse it is, the more.
		const limit = -rankOf(value);
		return (_kind, _number, text) =>
			levelOf(text()) !== undefined && isWanted(-rankOf(text()), limit);
	}

	const limit = readValue(value);
	const measureOf = createMeasure(name, limit);
	return (kind, number) => {
		const measure = measureOf(kind, number);
		return measure !== undefined && isWanted(measure, limit.number);
	};
}

/** What a value is in the unit of another one: a number that stands alone counts milliseconds of a duration, bytes of a size; one whose field's name tells the unit counts that. */
function createMeasure(
	name: string,
	{kind: wanted}: TypedValue,
): (kind: ValueKind, number: number) => number | undefined {
	const unit = unitOfName(name);
	return (kind, number) => {
		if (kind === wanted) {
			return number;
		}

		if (wanted === 'number') {
			return kind === 'duration' || kind === 'size' ? number : undefined;
		}

		return kind === 'number' && unit?.kind === wanted
			? number * unit.size
			: undefined;
	};
}

function equalityTest(name: string, value: string): ValueTest {
	const unquoted = unquote(value);
	if (unquoted === undefined && value.includes('*')) {
		const parts = value.split('*');
		return (_kind, _number, text) =>
			isOfList(text(), (item) => holdsInOrder(item, parts));
	}

	const wanted = unquoted ?? value;
	if (name === 'level') {
		const level = plainLevel(wanted);
		return (_kind, _number, text) => (levelOf(text()) ?? text()) === level;
	}

	if (name === 'time') {
		const time = readTime(wanted);
		return (_kind, number) => number === time;
	}

	const typed = readValue(wanted);
	const measureOf = createMeasure(name, typed);
	// Of larger numbers several are the same to the engine: ids, mostly.
	const isExact = Math.abs(typed.number) <= Number.MAX_SAFE_INTEGER;
	return (kind, number, text) =>
		typed.kind === 'text' || kind === 'text' || !isExact
			? isOfList(text(), (item) => item === wanted)
			: measureOf(kind, number) === typed.number;
}

/** Whether a text, or one of the values of the list that it is (`["a","b"]`, `[a b]`), is what is looked for. */
function isOfList(text: string, isIt: (item: string) => boolean): boolean {
	return (
		isIt(text) ||
		(text.startsWith('[') &&
			text.endsWith(']') &&
			listItems(text).some((item) => isIt(item)))
	);
}

function listItems(list: string): readonly string[] {
	try {
		const items: unknown = JSON.parse(list);
		return Array.isArray(items)
			? items.map((item) =>
					typeof item === 'object' ? JSON.stringify(item) : String(item),
				)
			: [];
	} catch {
		return list.slice(1, -1).split(/[\s,]+/v);
	}
}

/** What stands between quotes is taken as it stands. */
function unquote(value: string): string | undefined {
	if (!/^".*"$/sv.test(value) || value.length < 2) {
		return undefined;
	}

	try {
		return String(JSON.parse(value));
	} catch {
		return value.slice(1, -1);
	}
}

/** Whether a text is of these parts, with any texts between them. Linear. */
function holdsInOrder(text: string, parts: readonly string[]): boolean {
	const [first = '', ...others] = parts;
	const last = others.pop() ?? '';
	if (
		!text.startsWith(first) ||
		!text.endsWith(last) ||
		text.length < first.length + last.length
	) {
		return false;
	}

	let from = first.length;
	const end = text.length - last.length;
	for (const part of others) {
		const found = text.indexOf(part, from);
		if (found === -1 || found + part.length > end) {
			return false;
		}

		from = found + part.length;
	}

	return true;
}
