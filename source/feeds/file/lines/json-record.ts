import {textOf} from '../../json/json-value.ts';
import {apiNames, type JsonObject} from './json-dialect.ts';
import {
	fieldWords,
	isMessage,
	isScalar,
	lastNames,
	levelNames,
	levelOfNextcloud,
	levelWord,
	messageNames,
	messageText,
	nestedLevel,
	openInner,
	placeNames,
	readAnyTime,
	stackNames,
	takeInnerMessage,
	takeInnerStack,
	takeLevelOfOther,
	takeTime,
	tellingNames,
	timeNames,
} from './json-members.ts';
import {type JsonPlan} from './json-plan.ts';
import {type ReadEntry} from './read-entry.ts';
import {readIds} from './read-ids.ts';
import {type StampReader} from './stamp-reader.ts';

/** How objects with the members of this one are read; nothing where that depends on more than their names. */
export function planFor(
	value: JsonObject,
	stamps: StampReader,
): JsonPlan | undefined {
	const names = Object.keys(value);
	// The first of those that are there: which one is taken must not depend on what they hold.
	const first = (wanted: readonly string[]) =>
		wanted.find((name) => names.includes(name));
	const time = first(timeNames);
	const level = first(levelNames);
	const message = first(messageNames);
	const place = first(placeNames);
	if (
		time === undefined ||
		level === undefined ||
		message === undefined ||
		names.some((name) => tellingNames.has(name)) ||
		names.every((name) => apiNames.has(name)) ||
		readAnyTime(value[time], stamps) === undefined
	) {
		return undefined;
	}

	const told = new Set([time, level, message, place]);
	const rest = names.filter((name) => !told.has(name));
	return {
		names,
		time,
		level,
		message,
		...(place !== undefined && {place}),
		rest: [
			...rest.filter((name) => !lastNames.has(name)),
			...rest.filter((name) => lastNames.has(name)),
		],
	};
}

/** What a program has logged of which no more is known than the names of its members. `readInner` reads what a message holds that tells no level otherwise. */
export function readRecord(
	value: JsonObject,
	line: string,
	stamps: StampReader,
	readInner: (entry: ReadEntry) => ReadEntry,
): ReadEntry {
	const rest = new Map(Object.entries(openInner(value)));
	const take = (names: readonly string[], isFit = isScalar): unknown => {
		const name = names.find((one) => isFit(rest.get(one)));
		const found = name === undefined ? undefined : rest.get(name);
		rest.delete(name ?? '');
		return found;
	};

	const time = takeTime(rest, take, stamps);
	// OpenTelemetry's number says more than its word, which is the program's own.
	const number = rest.get('severityNumber');
	const named = take(levelNames);
	const level =
		levelOfNextcloud(value) ??
		named ??
		nestedLevel(rest) ??
		takeLevelOfOther(rest, value);
	if (typeof number === 'number') {
		rest.delete('severityNumber');
		rest.delete('severityText');
	}

	const text = take(messageNames, isMessage) ?? takeInnerMessage(rest);
	if (text === undefined && rest.size > 0 && time === undefined) {
		return {level: levelWord(level, number), message: line.trim(), region: ''};
	}

	const place = take(placeNames);
	const stack = take(
		stackNames,
		(one) => typeof one === 'string' && one.includes('\n'),
	);
	const inner = takeInnerStack(rest);
	const fields = fieldWords(rest);
	const said = messageText(text).replace(/\r?\n$/v, '');
	const entry = {
		...(time !== undefined && {time}),
		level: levelWord(level, number),
		region: textOf(place),
		...readIds(value),
		message: [
			[said, fields].filter(Boolean).join(' '),
			...(stack === undefined ? [] : [textOf(stack)]),
			...inner,
		].join('\n'),
	};
	return entry.level === '' && said !== '' ? readInner(entry) : entry;
}
