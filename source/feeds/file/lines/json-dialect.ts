import {isObject} from '../../json/json-value.ts';

/** What wrote a line, as the title says it. */
export function jsonDialect(value: JsonObject): string {
	const list: unknown = listNames
		.map((name) => value[name])
		.find((one) => Array.isArray(one));
	const first: unknown = Array.isArray(list) ? list[0] : undefined;
	const early = findDialect(unmistakable, value);
	if (early !== undefined) {
		return early;
	}

	if (isObject(first)) {
		return value['logs'] === undefined ? 'CloudWatch' : jsonDialect(first);
	}

	return (
		findDialect(dialects, value) ??
		(isApiEntry(value)
			? value['timestamp'] === undefined
				? 'Deno Deploy v1'
				: 'Deno Deploy v2'
			: value['message'] !== undefined && typeof value['level'] === 'string'
				? 'winston'
				: 'JSON lines')
	);
}

/** A line as it is once parsed. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Under these names answers and exports hold their entries: those of Deno Deploy, of CloudWatch. */
export const listNames = ['logs', 'events', 'logEvents', 'entries', 'results'];

/** By which members a program is known. */
type Dialect = {
	readonly name: string;
	/** All of them are there. */
	readonly has: readonly string[];
	/** One of them is there. */
	readonly hasOneOf?: readonly string[];
	/** It is a number. */
	readonly isNumber?: string;
};

/** Those that hold lists of their own. */
const unmistakable: readonly Dialect[] = [
	{name: 'recording', has: ['deplog']},
	{name: 'OTLP', has: [], hasOneOf: ['resourceLogs', 'scopeLogs']},
	{
		name: 'wrangler tail',
		has: ['outcome'],
		hasOneOf: ['logs', 'eventTimestamp'],
	},
];

/** Those with more names first. */
const dialects: readonly Dialect[] = [
	{name: 'CloudWatch', has: ['timestamp', 'message', 'ingestionTime']},
	{name: 'MongoDB', has: ['t', 's', 'c']},
	{name: 'Docker', has: ['log', 'stream', 'time']},
	{name: 'deno deploy logs', has: ['body', 'severityNumber']},
	{name: 'bunyan', has: ['v', 'name', 'msg'], isNumber: 'level'},
	{name: 'pino', has: ['msg'], isNumber: 'level'},
	{name: 'zap', has: ['level', 'ts', 'msg']},
	{name: 'Elastic', has: ['@timestamp']},
	{name: 'Google Cloud', has: ['severity']},
	{name: 'journal', has: ['__REALTIME_TIMESTAMP']},
];

function findDialect(
	all: readonly Dialect[],
	value: JsonObject,
): string | undefined {
	return all.find(
		({has, hasOneOf, isNumber}) =>
			has.every((name) => value[name] !== undefined) &&
			(hasOneOf?.some((name) => value[name] !== undefined) ?? true) &&
			(isNumber === undefined || typeof value[isNumber] === 'number'),
	)?.name;
}

/** The members of an entry as the API sends it. */
export const apiNames = new Set([
	'time',
	'timestamp',
	'level',
	'message',
	'region',
	'revision_id',
	'trace_id',
	'span_id',
]);

/** An entry as the API sends it: nothing else is in it. */
export function isApiEntry(value: JsonObject): boolean {
	return (
		(typeof value['time'] === 'string' ||
			typeof value['timestamp'] === 'string') &&
		value['message'] !== undefined &&
		value['level'] !== undefined &&
		(value['region'] !== undefined || value['revision_id'] !== undefined) &&
		Object.keys(value).every((name) => apiNames.has(name))
	);
}
