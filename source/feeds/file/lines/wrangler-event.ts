import {type Micros} from '../../../log/entry.ts';
import {readTime} from '../../../log/wire-time.ts';
import {isObject, textOf} from '../../json/json-value.ts';
import {type ReadEntry} from './read-entry.ts';

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

type Members = Readonly<Record<string, unknown>>;

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

function timed(value: unknown): {readonly time?: Micros} {
	const time = value === undefined ? undefined : readTime(textOf(value));
	return time === undefined ? {} : {time};
}

function objects(value: unknown): readonly Members[] {
	return Array.isArray(value) ? value.filter((one) => isObject(one)) : [];
}
