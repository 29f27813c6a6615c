import {type Micros} from '../../log/entry.ts';
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
import {apiNames, isApiEntry, type JsonObject} from './json-dialect.ts';
import {
	type JsonPlan,
	JsonPlans,
	type MemberReaders,
	readPlanned,
} from './json-plan.ts';
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

	return {
		name: 'JSON lines',
		isJson: true,
		readGap,
		read(line) {
			const value = parseObject(line);
			return value === undefined ? undefined : readOne(value, line);
		},
	};
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
	if (!/^\s*\{/v.test(line)) {
		return undefined;
	}

	try {
		const value: unknown = JSON.parse(line);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function readObject(
	value: JsonObject,
	line: string,
	stamps: StampReader,
): readonly ReadEntry[] {
	const many =
		readOpenTelemetry(value) ?? readWranglerEvent(value) ?? undefined;
	if (many !== undefined) {
		return many;
	}

	if (isApiEntry(value)) {
		return [readApiEntry(value, line)];
	}

	return [readDocker(value) ?? readGeneric(value, line, stamps)];
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
		isPart: true,
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
];
const levelNames = [
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
];
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
	const rest = new Map(Object.entries(value));
	const take = (names: readonly string[], isFit = isScalar): unknown => {
		const name = names.find((one) => isFit(rest.get(one)));
		const found = name === undefined ? undefined : rest.get(name);
		rest.delete(name ?? '');
		return found;
	};

	const time = readAnyTime(
		take(timeNames, (one) => readAnyTime(one, stamps) !== undefined),
		stamps,
	);
	// OpenTelemetry's number says more than its word, which is the program's own.
	const number = rest.get('severityNumber');
	const level = take(levelNames) ?? nestedLevel(rest);
	if (typeof number === 'number') {
		rest.delete('severityNumber');
		rest.delete('severityText');
	}

	const text = take(messageNames);
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
	return {
		...(time !== undefined && {time}),
		level: levelWord(level, number),
		region: textOf(place),
		...readIds(value),
		message: [
			[textOf(text).replace(/\r?\n$/v, ''), fields].filter(Boolean).join(' '),
			...(stack === undefined ? [] : [textOf(stack)]),
			...inner,
		].join('\n'),
	};
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

		// Of a fraction of seconds a number keeps microseconds only.
		return readTime(Number.isInteger(value) ? String(value) : value.toFixed(6));
	}

	if (typeof value === 'string') {
		return stamps.read(value);
	}

	// Log4j: {"epochSecond": …, "nanoOfSecond": …}.
	return isObject(value) && typeof value['epochSecond'] === 'number'
		? value['epochSecond'] * 1_000_000 +
				Math.floor(Number(value['nanoOfSecond'] ?? 0) / 1000)
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
