import {isObject} from '../json/json-value.ts';

/** A line as it is once parsed. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Under these names answers and exports hold their entries: those of Deno Deploy, of CloudWatch. */
export const listNames = ['logs', 'events', 'logEvents', 'entries', 'results'];

/** What wrote a line, as the title says it. */
export function jsonDialect(value: JsonObject): string {
	const has = (...names: readonly string[]) =>
		names.every((name) => value[name] !== undefined);
	const isNumber = (name: string) => typeof value[name] === 'number';
	if (value['deplog'] !== undefined) {
		return 'recording';
	}

	if (has('resourceLogs') || has('scopeLogs')) {
		return 'OTLP';
	}

	if (has('outcome') && (has('logs') || has('eventTimestamp'))) {
		return 'wrangler tail';
	}

	const list: unknown = listNames
		.map((name) => value[name])
		.find((one) => Array.isArray(one));
	const first: unknown = Array.isArray(list) ? list[0] : undefined;
	if (isObject(first)) {
		return has('logs') ? jsonDialect(first) : 'CloudWatch';
	}

	if (has('timestamp', 'message', 'ingestionTime')) {
		return 'CloudWatch';
	}

	if (has('t', 's', 'c')) {
		return 'MongoDB';
	}

	if (has('log', 'stream') && has('time')) {
		return 'Docker';
	}

	if (has('body', 'severityNumber')) {
		return 'deno deploy logs';
	}

	if (has('v', 'name', 'msg') && isNumber('level')) {
		return 'bunyan';
	}

	if (has('msg') && isNumber('level')) {
		return 'pino';
	}

	if (has('level', 'ts') && has('msg')) {
		return 'zap';
	}

	if (has('@timestamp')) {
		return 'Elastic';
	}

	if (has('severity')) {
		return 'Google Cloud';
	}

	if (has('__REALTIME_TIMESTAMP')) {
		return 'journal';
	}

	if (isApiEntry(value)) {
		return has('timestamp') ? 'Deno Deploy v2' : 'Deno Deploy v1';
	}

	return has('message', 'level') && typeof value['level'] === 'string'
		? 'winston'
		: 'JSON lines';
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
