import {Buffer} from 'node:buffer';
import {type Micros} from '../../../log/entry.ts';
import {levelOf} from '../../../log/level.ts';
import {readTime} from '../../../log/wire-time.ts';
import {isObject, textOf} from '../../json/json-value.ts';
import {type JsonObject, listNames} from './json-dialect.ts';
import {idMembers} from './read-ids.ts';
import {type StampReader} from './stamp-reader.ts';

/** The names under which programs tell when something happened, how bad it is, and what; the likeliest first. */
export const timeNames = [
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
	'timeMillis',
	'TimeGenerated',
];
export const levelNames = [
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
export const messageNames = [
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
	'RenderedMessage',
	'_raw',
];
/** Members that hold those of the record itself: Google Cloud, Rust's tracing, Splunk, Datadog, Elasticsearch. */
const innerNames = [
	'jsonPayload',
	'fields',
	'@fields',
	'event',
	'attributes',
	'content',
	'_source',
];
export const placeNames = ['region', 'hostname', 'host', '_HOSTNAME'];
export const stackNames = [
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
export const tellingNames = new Set([
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
	'remoteAddr',
]);

/** An object of which the record itself is a member: its members as if they were the object's own. */
export function openInner(value: JsonObject): JsonObject {
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

export function takeTime(
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
export function takeLevelOfOther(
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
export function isMessage(value: unknown): boolean {
	return isScalar(value) || isBytes(value);
}

function isBytes(value: unknown): value is readonly number[] {
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.every((one) => Number.isInteger(one) && one >= 0 && one <= 0xff)
	);
}

export function messageText(value: unknown): string {
	return isBytes(value) ? Buffer.from(value).toString() : textOf(value);
}

/** `{"message": {"errorMessage": "boom", …}}`: an object that was logged. */
export function takeInnerMessage(rest: Map<string, unknown>): unknown {
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

export function isScalar(value: unknown): boolean {
	return (
		typeof value === 'string' ||
		typeof value === 'number' ||
		typeof value === 'boolean'
	);
}

export function readAnyTime(
	value: unknown,
	stamps: StampReader,
): Micros | undefined {
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

/** `{"log": {"level": "error"}}`, `{"@fields": {"level": "error"}}`: a level that stands with others in an object. */
export function nestedLevel(rest: Map<string, unknown>): unknown {
	for (const name of ['log', '@fields', 'fields']) {
		const inner = rest.get(name);
		if (isObject(inner) && isScalar(inner['level'])) {
			const {level, ...others} = inner;
			if (Object.keys(others).length === 0) {
				rest.delete(name);
			} else {
				rest.set(name, others);
			}

			return level;
		}
	}

	return undefined;
}

/** Nextcloud counts its levels from 0; numbers as small mean the opposite to syslog. */
export function levelOfNextcloud({
	level,
	reqId,
	remoteAddr,
	app,
}: JsonObject): string | undefined {
	return typeof level === 'number' &&
		typeof reqId === 'string' &&
		typeof remoteAddr === 'string' &&
		typeof app === 'string'
		? ['debug', 'info', 'warning', 'error', 'fatal'][level]
		: undefined;
}

/** The level that one of OpenTelemetry's numbers means: four each, and 21 to 24 are fatal. */
export function severityWord(number: number): string {
	return number >= 21
		? 'fatal'
		: number >= 17
			? 'error'
			: number >= 13
				? 'warn'
				: number >= 9
					? 'info'
					: number >= 5
						? 'debug'
						: number >= 1
							? 'trace'
							: '';
}

export function levelWord(level: unknown, number: unknown): string {
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
export function takeInnerStack(rest: Map<string, unknown>): readonly string[] {
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
export const lastNames = new Set(['name', 'pid', 'v', 'logger', 'caller']);

/** Whether a number may not be the one that was written. */
export function isRounded(value: unknown): boolean {
	return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
}

/** The other members, as `name=value`. */
export function fieldWords(rest: ReadonlyMap<string, unknown>): string {
	const words = (isLast: boolean) =>
		[...rest]
			.filter(([name]) => lastNames.has(name) === isLast)
			.map(([name, value]) => `${fieldName(name)}=${fieldValue(value)}`);
	return [...words(false), ...words(true)].join(' ');
}

export function fieldName(name: string): string {
	return /^[\w.\-]+$/v.test(name) ? name : JSON.stringify(name);
}

export function fieldValue(value: unknown): string {
	if (Number.isFinite(value)) {
		return String(value);
	}

	return typeof value === 'string' && /^[^\s"=\{\[,][^\s"]*$/v.test(value)
		? value
		: (JSON.stringify(value) ?? '');
}
