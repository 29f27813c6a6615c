import {type IdName} from '../../../log/id-columns.ts';
import {isObject} from '../../json/json-value.ts';

/** What a line of JSON says of the request during which it was logged, and of what was deployed. */
export function readIds(
	value: Readonly<Record<string, unknown>>,
): Partial<Record<IdName, string>> {
	const trace = findId(value, traceNames);
	const span = findId(value, spanNames);
	const deployment = findId(value, deploymentNames);
	return {
		...(trace !== undefined && {trace}),
		...(span !== undefined && {span}),
		...(deployment !== undefined && {deployment}),
	};
}

/** The names under which programs tell of which request a line is, the likeliest first; `trace.id` is the member `id` of `trace`, too. */
const traceNames = [
	'trace_id',
	'traceId',
	'traceID',
	'trace.id',
	'dd.trace_id',
	'otelTraceID',
	'@tr',
	'logging.googleapis.com/trace',
];
const spanNames = [
	'span_id',
	'spanId',
	'spanID',
	'span.id',
	'dd.span_id',
	'otelSpanID',
	'@sp',
	'logging.googleapis.com/spanId',
];

const deploymentNames = [
	'revision_id',
	'revisionId',
	'deployment_id',
	'deploymentId',
];

/** The members in which they are looked for. */
export const idMembers: ReadonlySet<string> = new Set(
	[...traceNames, ...spanNames, ...deploymentNames].flatMap((name) => [
		name,
		...name.split('.', 1),
	]),
);

function findId(
	value: Readonly<Record<string, unknown>>,
	names: readonly string[],
): string | undefined {
	for (const name of names) {
		const id =
			value[name] ?? (name.includes('.') ? memberOf(value, name) : undefined);
		// OpenTelemetry writes zeros where there is none.
		if (typeof id === 'string' && /[^0]/v.test(id)) {
			return id;
		}
	}

	return undefined;
}

function memberOf(
	value: Readonly<Record<string, unknown>>,
	name: string,
): unknown {
	const [outer = '', inner = ''] = name.split('.');
	const object = value[outer];
	return isObject(object) ? object[inner] : undefined;
}
