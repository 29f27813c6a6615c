import {parseCanonicalTime, readTime} from '../../../log/wire-time.ts';
import {isObject, textOf} from '../../json/json-value.ts';
import {rawMember, textMember} from '../../json/raw-member.ts';
import {readOpenTelemetry, readWranglerEvent} from './json-batches.ts';
import {
	type FileGap,
	type LineFormat,
	type ReadEntry,
	type TimeContext,
} from './read-entry.ts';
import {createStampReader, type StampReader} from './stamp-reader.ts';
import {
	isApiEntry,
	type JsonObject,
	listNames,
	apiNames,
} from './json-dialect.ts';
import {
	fieldName,
	fieldValue,
	isRounded,
	isScalar,
	levelWord,
	messageNames,
	readAnyTime,
	fieldWords,
	isMessage,
	lastNames,
	levelNames,
	levelOfNextcloud,
	messageText,
	nestedLevel,
	openInner,
	placeNames,
	stackNames,
	takeInnerMessage,
	takeInnerStack,
	takeLevelOfOther,
	takeTime,
	tellingNames,
	timeNames,
} from './json-members.ts';
import {PlannedBytes} from './json-bytes.ts';
import {
	JsonPlans,
	type MemberReaders,
	readPlanned,
	type JsonPlan,
} from './json-plan.ts';
import {readIds} from './read-ids.ts';
import {readLevel} from './text-level.ts';

/** Lines with a JSON object each, whoever wrote them; which program it was is told by the names of the members. */
export function createJsonFormat(context: TimeContext): LineFormat {
	const stamps = createStampReader(context);
	const plans = new JsonPlans();
	const readers: MemberReaders = {
		time: (value) => readAnyTime(value, stamps),
		level: (value) => levelWord(value, undefined),
		field: (name, value) => `${fieldName(name)}=${fieldValue(value)}`,
	};
	const bytes = new PlannedBytes(readers, stamps.whole);
	const readOne = (value: JsonObject, line: string): readonly ReadEntry[] => {
		const known = plans.planOf(value);
		const planned =
			known === undefined ? undefined : readPlanned(value, known, readers);
		if (planned !== undefined) {
			return [planned];
		}

		const plan = known === undefined ? planFor(value, stamps) : undefined;
		if (plan !== undefined) {
			plans.add(plan);
			bytes.learn(line, plan);
		}

		return readObject(value, line, stamps);
	};

	const read = (line: string) => {
		const value = parseObject(line);
		return value === undefined
			? isOfEventStream(line)
				? []
				: undefined
			: readOne(value, line);
	};

	return {
		name: 'JSON lines',
		isJson: true,
		bytes,
		readGap,
		read,
		readParts: (entry) => readInnerJson(entry, read),
	};
}

/** What stands around the data of a stream of events. */
function isOfEventStream(line: string): boolean {
	return /^(?:(?:event|id|retry): ?\S{0,80}|data: ?|: ?\S{0,80})$/v.test(line);
}

/** `{"deplog": "gap", "from": …, "to": …, "why": …}`: what `--record` writes of entries that it could not have. */
function readGap(line: string): FileGap | undefined {
	if (!line.startsWith('{"deplog":"gap"')) {
		return undefined;
	}

	const {from, to, why} = parseObject(line) ?? {};
	const start = readTime(textOf(from));
	return start === undefined
		? undefined
		: {
				from: start,
				to: readTime(textOf(to)) ?? start + 1,
				why: textOf(why),
			};
}

export function parseObject(line: string): JsonObject | undefined {
	const start = line.startsWith('{')
		? 0
		: (beforeObject.exec(line)?.[0].length ?? -1);
	if (start === -1) {
		return undefined;
	}

	try {
		const value: unknown = JSON.parse(start === 0 ? line : line.slice(start));
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** What may stand before an object: blanks, the sign that parts records, the name of an event's data. */
// eslint-disable-next-line no-control-regex -- RFC 7464 begins each text with it.
const beforeObject = /^[\s\u001E\uFEFF]{0,100}(?:data:\s{0,100})?(?=\{)/v;

function readObject(
	value: JsonObject,
	line: string,
	stamps: StampReader,
): readonly ReadEntry[] {
	const many =
		readOpenTelemetry(value) ??
		readWranglerEvent(value) ??
		readList(value, stamps);
	if (many !== undefined) {
		return many;
	}

	if (isApiEntry(value)) {
		return [readApiEntry(value, line)];
	}

	return [
		readDocker(value) ??
			readCloudWatch(value, stamps) ??
			readRecord(value, line, stamps, (entry) => readInnerText(entry, stamps)),
	];
}

/** The entries of an answer of an API that was saved as it came. */
function readList(
	value: JsonObject,
	stamps: StampReader,
): readonly ReadEntry[] | undefined {
	const list = listNames
		.map((name) => value[name])
		.find((one) => Array.isArray(one));
	if (
		!Array.isArray(list) ||
		messageNames.some((name) => isScalar(value[name]))
	) {
		return undefined;
	}

	return list
		.map((one: unknown) => (Array.isArray(one) ? pairsOf(one) : one))
		.filter((one) => isObject(one))
		.flatMap((one) => readObject(one, JSON.stringify(one), stamps));
}

/** `[{"field": "@message", "value": "up"}]`: how CloudWatch answers a query. */
function pairsOf(pairs: readonly unknown[]): JsonObject {
	return Object.fromEntries(
		pairs
			.filter((pair) => isObject(pair))
			.map(({field, value}) => [textOf(field), value]),
	);
}

/** `{"timestamp": …, "message": "…", "ingestionTime": …}`: what a function printed, which says its level if it does. */
function readCloudWatch(
	value: JsonObject,
	stamps: StampReader,
): ReadEntry | undefined {
	const {timestamp, message, logStreamName} = value;
	if (
		typeof timestamp !== 'number' ||
		typeof message !== 'string' ||
		!Object.keys(value).every((name) => cloudWatchNames.has(name))
	) {
		return undefined;
	}

	const time = readAnyTime(timestamp, stamps);
	return readInnerText(
		{
			...(time !== undefined && {time}),
			level: '',
			message: message.trimEnd(),
			region: textOf(logStreamName),
		},
		stamps,
	);
}

const cloudWatchNames = new Set([
	'timestamp',
	'message',
	'ingestionTime',
	'eventId',
	'id',
	'logStreamName',
]);

/** What a message tells of which no level is known. */
function readInnerText(entry: ReadEntry, stamps: StampReader): ReadEntry {
	const inner = readInnerJson(entry, (text) => {
		const value = parseObject(text);
		return value === undefined ? undefined : readObject(value, text, stamps);
	});
	return inner.level === ''
		? {...inner, level: readLevel(inner.message).level}
		: inner;
}

function readApiEntry(value: JsonObject, line: string): ReadEntry {
	const timeText = textOf(value['time'] ?? value['timestamp']);
	const known = parseCanonicalTime(timeText);
	const time = known ?? readTime(timeText);
	return {
		isApi: true,
		...(time !== undefined && {time}),
		...(known === undefined && {timeText}),
		level: textOf(value['level']),
		message: textMember(value, line, 'message'),
		region: textOf(value['region']),
		...readIds(value),
	};
}

/** `{"log": "…\n", "stream": "stderr", "time": "…"}`: a line that a container printed. */
function readDocker(value: JsonObject): ReadEntry | undefined {
	const {log, stream, time: stamp} = value;
	if (typeof log !== 'string' || typeof stream !== 'string') {
		return undefined;
	}

	const time = readTime(textOf(stamp));
	const message = log.replace(/\r?\n$/v, '');
	return {
		...(time !== undefined && {time}),
		level: readLevel(message).level,
		message,
		region: stream,
		part: log.endsWith('\n') ? 'may-go-on' : 'is-cut',
	};
}

/** So far behind the beginning of a message its JSON begins: before it stand a request's id, a logger. */
const farthest = 120;

/** What a message tells that is a line of JSON, or ends with one: programs that log JSON are logged by others, which put their own time before it. */
export function readInnerJson(
	entry: ReadEntry,
	read: (line: string) => readonly ReadEntry[] | undefined,
): ReadEntry {
	const {message} = entry;
	if (!message.endsWith('}')) {
		return entry;
	}

	const start = message.startsWith('{')
		? 0
		: message.slice(0, farthest).search(/(?<=[\s:])\{"/v);
	if (start === -1) {
		return entry;
	}

	const line = message.slice(start);
	const [inner, ...others] = read(line) ?? [];
	const isTold =
		start === 0
			? inner?.message !== line
			: inner !== undefined && inner.level !== '';
	if (inner === undefined || others.length > 0 || !isTold) {
		return entry;
	}

	const {time = inner.time, level, region} = entry;
	return {
		...inner,
		...(time !== undefined && {time}),
		level: inner.level === '' ? level : inner.level,
		region: region === '' ? inner.region : region,
		message: `${message.slice(0, start)}${inner.message}`,
	};
}

/** How objects with the members of this one are read; nothing where that depends on more than their names. */
function planFor(value: JsonObject, stamps: StampReader): JsonPlan | undefined {
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

/** Takes numbers that are not what was written, ids mostly, as they stand on the line. */
function keepDigits(rest: Map<string, unknown>, line: string) {
	for (const [name, value] of rest) {
		if (isRounded(value)) {
			rest.set(name, rawMember(line, name) ?? value);
		}
	}
}

/** What a program has logged of which no more is known than the names of its members. `readInner` reads what a message holds that tells no level otherwise. */
function readRecord(
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
	keepDigits(rest, line);
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
