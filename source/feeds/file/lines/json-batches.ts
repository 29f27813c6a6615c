import {type Micros} from '../../../log/entry.ts';
import {readTime} from '../../../log/wire-time.ts';
import {isObject, textOf} from '../../json/json-value.ts';
import {fieldWords, severityWord} from './json-members.ts';
import {readIds} from './read-ids.ts';
import {type ReadEntry} from './read-entry.ts';

/** The records of an OTLP/JSON export, as the collector's file exporter writes one a line; or what `deno deploy logs --json` writes of one. Nothing where the object is neither. */
export function readOpenTelemetry(
	value: Readonly<Record<string, unknown>>,
): readonly ReadEntry[] | undefined {
	const resources = Array.isArray(value['resourceLogs'])
		? objects(value['resourceLogs'])
		: Array.isArray(value['scopeLogs'])
			? [value]
			: undefined;
	if (resources !== undefined) {
		return resources.flatMap((resource) => readResource(resource));
	}

	return typeof value['severityNumber'] === 'number' && 'body' in value
		? [readDenoRecord(value)]
		: undefined;
}

type Members = Readonly<Record<string, unknown>>;

function readResource(resource: Members): readonly ReadEntry[] {
	const inner = resource['resource'];
	const attributes = attributesOf(
		isObject(inner) ? inner['attributes'] : undefined,
	);
	const region =
		attributes.get('cloud.region') ??
		attributes.get('service.name') ??
		attributes.get('host.name') ??
		'';
	return objects(resource['scopeLogs'])
		.flatMap((scope) => objects(scope['logRecords']))
		.map((record) => {
			const own = attributesOf(record['attributes']);
			const trace = textOf(record['traceId'] ?? record['trace_id']);
			return {
				...timed(
					[
						record['timeUnixNano'],
						record['time_unix_nano'],
						record['observedTimeUnixNano'],
						record['observed_time_unix_nano'],
					].find((one) => textOf(one) !== '' && textOf(one) !== '0'),
				),
				level: levelOf(
					record['severityNumber'] ?? record['severity_number'],
					record['severityText'] ?? record['severity_text'],
				),
				message: withFields(
					anyText(record['body'] ?? record['eventName']),
					own,
					trace,
				),
				region,
				...readIds(record),
			};
		});
}

/** `{timestamp, traceId, spanId, severity, severityNumber, body, scope, revision, attributes}`. */
function readDenoRecord(value: Members): ReadEntry {
	const attributes = attributesOf(value['attributes']);
	const region = attributes.get('cloud.region') ?? attributes.get('region');
	attributes.delete('cloud.region');
	attributes.delete('region');
	const revision = textOf(value['revision']);
	return {
		...timed(value['timestamp']),
		level: levelOf(value['severityNumber'], value['severity']),
		message: withFields(
			anyText(value['body']),
			attributes,
			textOf(value['traceId']),
		),
		region: region ?? textOf(value['region']),
		...readIds(value),
		...(revision !== '' && {deployment: revision}),
	};
}

function levelOf(number: unknown, text: unknown): string {
	const known = typeof number === 'number' ? severityWord(number) : '';
	return known === '' ? textOf(text ?? number) : known;
}

function timed(value: unknown): {readonly time?: Micros} {
	const time = value === undefined ? undefined : readTime(textOf(value));
	return time === undefined ? {} : {time};
}

function withFields(
	message: string,
	attributes: ReadonlyMap<string, string>,
	trace: string,
): string {
	const words = fieldWords(
		new Map([
			...attributes,
			...(trace === '' || /^0+$/v.test(trace)
				? []
				: [['trace', trace] as const]),
		]),
	);
	return [message.replace(/\n$/v, ''), words].filter(Boolean).join(' ');
}

/** `[{key, value: {stringValue}}]`, or an object. */
function attributesOf(value: unknown): Map<string, string> {
	const pairs: ReadonlyArray<readonly [string, unknown]> = isObject(value)
		? Object.entries(value)
		: objects(value).map((one) => [textOf(one['key']), one['value']] as const);
	return new Map(pairs.map(([name, one]) => [name, anyText(one)] as const));
}

/** OTLP's value of any kind, as text. */
function anyText(value: unknown): string {
	if (!isObject(value)) {
		return textOf(value);
	}

	for (const name of [
		'stringValue',
		'intValue',
		'doubleValue',
		'boolValue',
		'string_value',
		'int_value',
	]) {
		if (value[name] !== undefined) {
			return textOf(value[name]);
		}
	}

	return JSON.stringify(plainValue(value));
}

function plainValue(value: unknown): unknown {
	if (!isObject(value)) {
		return value;
	}

	const {arrayValue, kvlistValue} = value;
	if (isObject(arrayValue)) {
		return objects(arrayValue['values']).map((one) => plainValue(one));
	}

	if (isObject(kvlistValue)) {
		return Object.fromEntries(
			objects(kvlistValue['values']).map((one) => [
				textOf(one['key']),
				plainValue(one['value']),
			]),
		);
	}

	const only = Object.keys(value).find((name) => name.endsWith('Value'));
	return only === undefined ? value : value[only];
}

function objects(value: unknown): readonly Members[] {
	return Array.isArray(value) ? value.filter((one) => isObject(one)) : [];
}

/** What one run of a worker has logged, as `wrangler tail --format json` tells it: the request, then its messages, then what was thrown. Nothing where the object is no such event. */
export function readWranglerEvent(
	value: Members,
): readonly ReadEntry[] | undefined {
	const {outcome, logs, exceptions, event, eventTimestamp} =
		value['Outcome'] === undefined ? value : readPushed(value);
	if (
		typeof outcome !== 'string' ||
		!(Array.isArray(logs) || eventTimestamp !== undefined)
	) {
		return undefined;
	}

	const start = timed(eventTimestamp);
	const place = textOf(value['scriptName'] ?? value['ScriptName']);
	return [
		{
			...start,
			level: outcome === 'ok' || outcome === 'canceled' ? 'info' : 'error',
			message: `${eventWords(event)} - ${outcome}`,
			region: place,
		},
		...objects(logs).map((log) => ({
			...start,
			...timed(log['timestamp']),
			level: textOf(log['level']),
			message: messageWords(log['message']),
			region: place,
		})),
		...objects(exceptions).map((exception) => ({
			...start,
			...timed(exception['timestamp']),
			level: 'error',
			message: [
				`${textOf(exception['name'])}: ${textOf(exception['message'])}`,
				...(typeof exception['stack'] === 'string' ? [exception['stack']] : []),
			].join('\n'),
			region: place,
		})),
	];
}

/** Cloudflare's Logpush of the same writes the names large: `{"Outcome": "ok", "Logs": [{"Level": …, "TimestampMs": …}]}`. */
function readPushed(value: Members): Members {
	const small = (one: unknown): unknown =>
		Array.isArray(one)
			? one.map((member: unknown) => small(member))
			: isObject(one)
				? Object.fromEntries(
						Object.entries(one).map(([name, member]) => [
							smallNames.get(name) ??
								name.charAt(0).toLowerCase() + name.slice(1),
							small(member),
						]),
					)
				: one;
	return {
		outcome: value['Outcome'],
		logs: small(value['Logs']),
		exceptions: small(value['Exceptions']),
		event: small(value['Event']),
		eventTimestamp: value['EventTimestampMs'],
	};
}

const smallNames: ReadonlyMap<string, string> = new Map([
	['TimestampMs', 'timestamp'],
	['URL', 'url'],
]);

function eventWords(event: unknown): string {
	if (!isObject(event)) {
		return 'event';
	}

	const {request, response, cron, queue, mailFrom, rpcMethod} = event;
	if (isObject(request)) {
		const status = isObject(response) ? ` ${textOf(response['status'])}` : '';
		return `${textOf(request['method'])} ${textOf(request['url'])}${status}`;
	}

	if (typeof cron === 'string') {
		return `"${cron}"`;
	}

	return typeof queue === 'string'
		? `Queue ${queue}`
		: typeof mailFrom === 'string'
			? `Email from:${mailFrom}`
			: typeof rpcMethod === 'string'
				? `RPC ${rpcMethod}`
				: JSON.stringify(event);
}

/** What was handed to `console.log`, with blanks between. */
function messageWords(message: unknown): string {
	return Array.isArray(message)
		? message.map((one) => textOf(one)).join(' ')
		: textOf(message);
}
