import {Buffer} from 'node:buffer';
import {type Micros} from '../../log/entry.ts';
import {levelOf} from '../../log/level.ts';
import {parseCanonicalTime, readTime} from '../../log/wire-time.ts';
import {isObject, textOf} from '../json/json-value.ts';
import {rawMember} from '../json/raw-member.ts';
import {readOpenTelemetry, severityWord} from './open-telemetry.ts';
import {
	type FileGap,
	type LineFormat,
	type ReadEntry,
	type TimeContext,
} from './read-entry.ts';
import {createStampReader, type StampReader} from './stamp-reader.ts';
import {
	apiNames,
	isApiEntry,
	type JsonObject,
	listNames,
} from './json-dialect.ts';
import {
	type JsonPlan,
	JsonPlans,
	type MemberReaders,
	readPlanned,
} from './json-plan.ts';
import {readInnerJson} from './inner-json.ts';
import {idMembers, readIds} from './read-ids.ts';
import {readLevel} from './text-level.ts';
import {readWranglerEvent} from './wrangler-event.ts';

/** Lines with a JSON object each, whoever wrote them; which program it was is told by the names of the members. */
export function createJsonFormat(context: TimeContext): LineFormat {
	const stamps = createStampReader(context);
	const plans = new JsonPlans();
	const readers: MemberReaders = {
		time: (value) => readAnyTime(value, stamps),
		level: (value) => levelWord(value, undefined),
		field: (name, value) => `${fieldName(name)}=${fieldValue(value)}`,
	};
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
			readGeneric(value, line, stamps),
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
	const {message} = value;
	const timeText = textOf(value['time'] ?? value['timestamp']);
	const known = parseCanonicalTime(timeText);
	const time = known ?? readTime(timeText);
	return {
		isApi: true,
		...(time !== undefined && {time}),
		...(known === undefined && {timeText}),
		level: textOf(value['level']),
		message:
			typeof message === 'string'
				? message
				: (rawMember(line, 'message') ?? ''),
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

/** The names under which programs tell these, the likeliest first. */
const timeNames = [
	'time',
	'timestamp',
	'@timestamp',
	'ts',
	'@t',
	't',
	'datetime',
	'date',
	'eventTime',
	'asctime',
	'Timestamp',
	'Time',
	'__REALTIME_TIMESTAMP',
	'instant',
	'_time',
	'timestampSeconds',
	'time_local',
	'time_iso8601',
	'msec',
	'EdgeStartTimestamp',
];
const levelNames = [
	// Monolog's and Logback's words stand beside numbers of their own.
	'level_name',
	'level',
	'severity',
	'log.level',
	'lvl',
	'levelname',
	'@l',
	'loglevel',
	'logLevel',
	'LogLevel',
	'Level',
	'PRIORITY',
	'priority',
	'@level',
	'log_level',
	'error_severity',
	'severity_text',
	'severityText',
	'severityNumber',
];
const messageNames = [
	'msg',
	'message',
	'@m',
	'@mt',
	'body',
	'textPayload',
	'text',
	'event',
	'log',
	'Message',
	'MESSAGE',
	'_msg',
	'@message',
	'line',
	'short_message',
];
/** Members that hold those of the record itself: Google Cloud, Rust's tracing, Splunk. */
const innerNames = ['jsonPayload', 'fields', '@fields', 'event', 'attributes'];
const placeNames = ['region', 'hostname', 'host', '_HOSTNAME'];
const stackNames = [
	'stack',
	'stacktrace',
	'stack_trace',
	'exc_info',
	'exception',
	'error.stack_trace',
	'thrown',
	'traceback',
	'@x',
];

/** Members that mean more than what their values are as words. */
const tellingNames = new Set([
	...stackNames,
	...idMembers,
	'resourceLogs',
	'scopeLogs',
	'body',
	'severityNumber',
	'severityText',
	'outcome',
	'logs',
	'eventTimestamp',
	'log',
	'stream',
	'err',
	'error',
	'exc',
	'instant',
	...innerNames.filter((name) => name !== 'event'),
	...listNames,
	'timestampSeconds',
]);

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

function readGeneric(
	value: JsonObject,
	line: string,
	stamps: StampReader,
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
	const level =
		take(levelNames) ?? nestedLevel(rest) ?? takeLevelOfOther(rest, value);
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
	return entry.level === '' && said !== ''
		? readInnerText(entry, stamps)
		: entry;
}

/** An object of which the record itself is a member: its members as if they were the object's own. */
function openInner(value: JsonObject): JsonObject {
	const name = innerNames.find(
		(one) =>
			isObject(value[one]) &&
			messageNames.some((inner) => isScalar(memberOf(value[one], inner))),
	);
	const inner = name === undefined ? undefined : value[name];
	if (
		name === undefined ||
		!isObject(inner) ||
		messageNames.some((one) => isScalar(value[one]))
	) {
		return value;
	}

	const {[name]: _opened, ...others} = value;
	return {...inner, ...others};
}

function memberOf(value: unknown, name: string): unknown {
	return isObject(value) ? value[name] : undefined;
}

function takeTime(
	rest: Map<string, unknown>,
	take: (
		names: readonly string[],
		isFit: (value: unknown) => boolean,
	) => unknown,
	stamps: StampReader,
): Micros | undefined {
	const time = readAnyTime(
		take(timeNames, (one) => readAnyTime(one, stamps) !== undefined),
		stamps,
	);
	const nanos = rest.get('timestampNanos');
	if (time === undefined || typeof nanos !== 'number') {
		return time;
	}

	rest.delete('timestampNanos');
	return time + Math.floor(nanos / 1000);
}

/** Levels under names that mean other things as well: Datadog's `status`, MongoDB's `s`. */
function takeLevelOfOther(
	rest: Map<string, unknown>,
	{t}: JsonObject,
): unknown {
	for (const name of ['status', ...(isObject(t) ? ['s'] : [])]) {
		const word = rest.get(name);
		if (
			typeof word === 'string' &&
			/^[A-Za-z]/v.test(word) &&
			levelOf(word) !== undefined
		) {
			rest.delete(name);
			return word;
		}
	}

	return undefined;
}

/** A text, or its bytes, as the journal writes what is no UTF-8. */
function isMessage(value: unknown): boolean {
	return isScalar(value) || isBytes(value);
}

function isBytes(value: unknown): value is readonly number[] {
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.every((one) => Number.isInteger(one) && one >= 0 && one <= 0xff)
	);
}

function messageText(value: unknown): string {
	return isBytes(value) ? Buffer.from(value).toString() : textOf(value);
}

/** `{"message": {"errorMessage": "boom", …}}`: an object that was logged. */
function takeInnerMessage(rest: Map<string, unknown>): unknown {
	for (const name of ['message', 'msg', 'body']) {
		const object = rest.get(name);
		if (isObject(object)) {
			const inner = ['message', 'msg', 'errorMessage'].find((one) =>
				isScalar(object[one]),
			);
			if (inner === undefined) {
				rest.delete(name);
				return object;
			}

			const {[inner]: text, ...others} = object;
			rest.set(name, others);
			return text;
		}
	}

	return undefined;
}

function isScalar(value: unknown): boolean {
	return (
		typeof value === 'string' ||
		typeof value === 'number' ||
		typeof value === 'boolean'
	);
}

function readAnyTime(value: unknown, stamps: StampReader): Micros | undefined {
	if (typeof value === 'number') {
		// Milliseconds, as most programs count.
		if (value >= 1e11 && value < 9e12 && Number.isInteger(value)) {
			return value * 1000;
		}

		return readTime(String(value));
	}

	if (typeof value === 'string') {
		return stamps.read(value);
	}

	if (!isObject(value)) {
		return undefined;
	}

	// MongoDB, Log4j and Google Cloud.
	const {$date: date, epochSecond, nanoOfSecond, seconds, nanos} = value;
	const whole = epochSecond ?? seconds;
	return typeof whole === 'number'
		? whole * 1_000_000 + Math.floor(Number(nanoOfSecond ?? nanos ?? 0) / 1000)
		: typeof date === 'string' || typeof date === 'number'
			? readAnyTime(date, stamps)
			: undefined;
}

/** `{"log": {"level": "error"}}`: Elastic's names, written as objects. */
function nestedLevel(rest: Map<string, unknown>): unknown {
	const log = rest.get('log');
	if (!isObject(log) || !isScalar(log['level'])) {
		return undefined;
	}

	const {level, ...others} = log;
	if (Object.keys(others).length === 0) {
		rest.delete('log');
	} else {
		rest.set('log', others);
	}

	return level;
}

function levelWord(level: unknown, number: unknown): string {
	if (typeof number === 'number') {
		return severityWord(number);
	}

	return typeof level === 'number' && level >= 10 && level < 100
		? (numbered.find(([least]) => level >= least)?.[1] ?? 'trace')
		: textOf(level);
}

/** Of pino and bunyan. */
const numbered = [
	[60, 'fatal'],
	[50, 'error'],
	[40, 'warn'],
	[30, 'info'],
	[20, 'debug'],
	[10, 'trace'],
] as const;

/** The stack of an error that is an object: `{"err": {"message": …, "stack": …}}`. */
function takeInnerStack(rest: Map<string, unknown>): readonly string[] {
	for (const name of ['err', 'error', 'exception', 'exc']) {
		const error = rest.get(name);
		if (isObject(error) && typeof error['stack'] === 'string') {
			const {stack, message, type, name: errorName, ...others} = error;
			if (Object.keys(others).length === 0) {
				rest.delete(name);
			} else {
				rest.set(name, others);
			}

			// A stack begins with the name and the message, as a rule.
			return String(stack).includes(textOf(message))
				? [String(stack)]
				: [`${textOf(type ?? errorName)}: ${textOf(message)}`, String(stack)];
		}
	}

	return [];
}

/** What says nothing of what happened stands last. */
const lastNames = new Set(['name', 'pid', 'v', 'logger', 'caller']);

/** The other members, as `name=value`. */
function fieldWords(rest: ReadonlyMap<string, unknown>): string {
	const words = (isLast: boolean) =>
		[...rest]
			.filter(([name]) => lastNames.has(name) === isLast)
			.map(([name, value]) => `${fieldName(name)}=${fieldValue(value)}`);
	return [...words(false), ...words(true)].join(' ');
}

function fieldName(name: string): string {
	return /^[\w.\-]+$/v.test(name) ? name : JSON.stringify(name);
}

function fieldValue(value: unknown): string {
	if (Number.isFinite(value)) {
		return String(value);
	}

	return typeof value === 'string' && /^[^\s"=\{\[,][^\s"]*$/v.test(value)
		? value
		: (JSON.stringify(value) ?? '');
}
