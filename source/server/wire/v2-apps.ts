/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */
import {Buffer} from 'node:buffer';
import {type EntryFilter} from '../given/entry-filter.ts';
import {formatTime} from '../given/time-text.ts';
import {sendJson, type Answer, linkHeader, invalidParameter} from './answer.ts';
import {
	compareTexts,
	listApps,
	type App,
	type Catalogue,
	type Manner,
} from './catalogue.ts';
import {readChoice, readNumber, readText, readTime} from './parameters.ts';
import {summarizeApp, summarizeRevision} from './v2-bodies.ts';
import {createAppSource} from './app-source.ts';

/** Sends a page of the apps. */
export async function sendApps(
	answer: Answer,
	context: Catalogue & {readonly manner: Manner},
): Promise<void> {
	const apps = listApps(context).map((app) => summarizeApp(app));
	await sendPage(answer, apps, context);
}

const defaultLimit = 30;
const largestLimit = 100;

/** The links to the next page lead here, whichever address was asked, as those of the live service do. */
const liveOrigin = 'https://console.deno.com';

const statuses = [
	'skipped',
	'queued',
	'building',
	'succeeded',
	'failed',
] as const;

/** Sends a page of the revisions of an app. */
export async function sendRevisions(
	answer: Answer,
	{deployments}: App,
	context: {readonly manner: Manner},
): Promise<void> {
	const status = readChoice(answer.url.searchParams, 'status', statuses);
	const revisions = deployments
		.map((deployment) => summarizeRevision(deployment))
		.filter((revision) => status === undefined || revision.status === status);
	await sendPage(answer, revisions, context);
}

type Item = {readonly id: string; readonly created_at: string};

/** Newest first. A cursor is the last item's place, so that pages fit together while items are added. */
async function sendPage(
	answer: Answer,
	items: readonly Item[],
	{manner}: {readonly manner: Manner},
) {
	const {searchParams: parameters} = answer.url;
	const limit =
		readNumber(parameters, 'limit', 1, largestLimit) ?? defaultLimit;
	const cursor = readText(parameters, 'cursor');
	const after = cursor === undefined ? undefined : readCursor(cursor);
	const sign = answer.faults.oldestFirst ? 1 : -1;
	const rest = items
		.toSorted((a, b) => compareItems(a, b) * sign)
		.filter((item) => !after || compareItems(item, after) * sign > 0);
	const page = rest.slice(0, limit);
	const last = page.at(-1);
	if (last && rest.length > limit) {
		const next = {next: {cursor: writeCursor(last)}};
		answer.response.setHeader(
			'link',
			manner.kind === 'live'
				? linkHeader(answer, next, {
						origin: liveOrigin,
						path: answer.url.pathname.replace(/^(?:\/api)?\/v2/v, '/api/v2'),
					})
				: linkHeader(answer, next),
		);
	}

	await sendJson(answer, 200, page);
}

function compareItems(a: Item, b: Item) {
	return compareTexts(a.created_at, b.created_at) || compareTexts(a.id, b.id);
}

function writeCursor({created_at, id}: Item) {
	return Buffer.from(JSON.stringify([created_at, id])).toString('base64url');
}

function readCursor(text: string): Item {
	try {
		const value: unknown = JSON.parse(
			Buffer.from(text, 'base64url').toString(),
		);
		if (Array.isArray(value)) {
			return {created_at: String(value[0]), id: String(value[1])};
		}
	} catch {
		// As what is no list.
	}

	throw invalidParameter('The cursor is damaged; send it as it came.');
}

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
