import {type EntryFilter} from '../given/entry-filter.ts';
import {formatTime} from '../given/time-text.ts';
import {sendJson, type Answer, invalidParameter} from './answer.ts';
import {createAppSource} from './app-source.ts';
import {type App} from './catalogue.ts';
import {readTime} from './parameters.ts';

const bucketLength = 15 * 60_000_000;
const day = 24 * 3_600_000_000;
/** So many buckets are counted at most: a month. */
const mostBuckets = 31 * 96;

const everything: EntryFilter = {levels: [], regions: [], text: ''};

const fields = [
	'request_count',
	'cpu_seconds',
	'runtime_seconds',
	'memory_time_byte_seconds',
	'network_ingress_bytes',
	'network_egress_bytes',
	'kv_read_units',
	'kv_write_units',
];

/** `apps/{app}/analytics`: buckets of 15 minutes. Entries stand for requests here; what else is counted follows from them. */
export async function sendAnalytics(
	answer: Answer,
	app: App,
	{clock}: {readonly clock: () => number},
): Promise<void> {
	const {searchParams: parameters} = answer.url;
	const now = clock();
	const until = readTime(parameters, 'until') ?? Math.ceil(now * 1000);
	const since = readTime(parameters, 'since') ?? until - day;
	const first = Math.floor(since / bucketLength);
	const count = Math.ceil(until / bucketLength) - first;
	if (since >= until || count > mostBuckets) {
		throw invalidParameter(
			'since must be earlier than until, and at most 31 days.',
		);
	}

	const requests = Array.from({length: count}, () => 0);
	const source = createAppSource(app.id, app.deployments.toReversed());
	for await (const batch of source.pastEntries({
		filter: everything,
		range: {since, until},
		order: 'asc',
		arrivedBy: now,
		signal: answer.signal,
	})) {
		for (const {time} of batch) {
			const bucket = Math.floor(time / bucketLength) - first;
			requests[bucket] = (requests[bucket] ?? 0) + 1;
		}
	}

	await sendJson(answer, 200, {
		fields: [
			{name: 'time', type: 'time'},
			...fields.map((name) => ({name, type: 'number'})),
		],
		values: requests.map((requestCount, bucket) => [
			formatTime((first + bucket) * bucketLength),
			requestCount,
			...[0.036, 0.75, 805_306_368, 8738, 17_476, 0.75, 0.1].map(
				(each) => Math.round(requestCount * each * 100) / 100,
			),
		]),
	});
}
