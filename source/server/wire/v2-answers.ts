/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */
import {Buffer} from 'node:buffer';
import {
	type EntryFilter,
	type ServedDeployment,
	type BuildLine,
	type Line,
	type ServedEntry,
} from '../given/served-deployment.ts';
import {parseFields} from '../given/given-entry.ts';
import {formatTime} from '../given/time-text.ts';
import {
	findOutcome,
	type BuildState,
	type Stage,
} from '../given/build-state.ts';
import {sendJson, type Answer, linkHeader, invalidParameter} from './answer.ts';
import {
	compareTexts,
	listApps,
	type App,
	type Catalogue,
	type Manner,
	findApp,
} from './catalogue.ts';
import {readChoice, readNumber, readText, readTime} from './parameters.ts';
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

/** What bodies are made from. */
type Surroundings = Catalogue & {readonly organization: string};

/** An app as lists have it. */
function summarizeApp({id, slug, createdAt, updatedAt}: App) {
	return {
		id,
		slug,
		labels: {},
		layers: [],
		created_at: createdAt,
		updated_at: updatedAt,
	};
}

export function describeApp(app: App) {
	return {...summarizeApp(app), env_vars: [], config};
}

/** A revision as lists have it. */
function summarizeRevision(revision: ServedDeployment) {
	const {id, createdAt} = revision.details();
	const {cancellationRequestedAt} = revision.buildState();
	const {status, failureReason, finishedAt} = findOutcome(
		revision.buildState(),
	);
	return {
		id,
		status,
		failure_reason: failureReason ?? null,
		labels: revision.labels,
		retention: 'auto',
		created_at: createdAt,
		cancellation_requested_at:
			cancellationRequestedAt === undefined
				? null
				: formatTime(cancellationRequestedAt),
		build_finished_at: finishedAt === undefined ? null : formatTime(finishedAt),
		deleted_at: null,
	};
}

export function describeRevision(
	revision: ServedDeployment,
	surroundings: Surroundings,
) {
	const hostnames = listHostnames(revision, surroundings);
	return {
		...summarizeRevision(revision),
		failure_detail: revision.buildState().failureDetail ?? null,
		layers: [],
		env_vars: [],
		config,
		timelines:
			hostnames.length === 0
				? []
				: [
						{
							name: revision.isPinned ? 'Production (pinned)' : 'Production',
							context: 'Production',
							hostnames,
						},
					],
	};
}

/** Where a revision is active. The official client's types have app and context in it, the document has not. */
export function listTimelines(
	revision: ServedDeployment,
	surroundings: Surroundings,
) {
	const hostnames = listHostnames(revision, surroundings);
	const {id, slug} = findApp(revision.projectId, surroundings);
	return hostnames.length === 0
		? []
		: [
				{
					slug: 'production',
					partition: {},
					app: {id, slug},
					context: {slug: 'production'},
					domains: hostnames.map((domain) => ({domain})),
				},
			];
}

/** The domains that lead to a revision now: the newest that claims one has it, but for one that is pinned. */
function listHostnames(
	revision: ServedDeployment,
	surroundings: Surroundings,
): readonly string[] {
	const {deployments} = findApp(revision.projectId, surroundings);
	const claims = ({details, buildState}: ServedDeployment) =>
		findOutcome(buildState()).status === 'succeeded'
			? (details().domains ?? [])
			: [];
	const holder = (domain: string) => {
		const claiming = deployments.filter((candidate) =>
			claims(candidate).includes(domain),
		);
		return claiming.find(({isPinned}) => isPinned) ?? claiming[0];
	};

	return claims(revision)
		.filter((domain) => holder(domain) === revision)
		.map((domain) =>
			domain.replace(/\.deno\.dev$/v, `.${surroundings.organization}.deno.net`),
		);
}

/** One snapshot of `progress`. */
export function describeProgress({stages}: BuildState) {
	const {queued, preparing, installing, building, deploying} = stages;
	const {database, predeploy, warmup, routing} = stages;
	return {
		queued: describeStage(queued),
		preparing: describeStage(preparing),
		installing: describeCommand(installing),
		building: describeCommand(building),
		deploying: {
			...describeStage(deploying),
			timelines:
				deploying.status === 'pending' || deploying.status === 'skipped'
					? []
					: [
							{
								...describeStage(deploying),
								slug: 'production',
								partition: {},
								databases:
									database.status === 'skipped'
										? []
										: [{...describeStage(database), engine: 'denokv'}],
								// As the official client's types have it.
								database: describeStage(database),
								predeploy: describeCommand(predeploy),
								warmup: describeStage(warmup),
								routing: describeStage(routing),
							},
						],
		},
	};
}

function describeStage({status, start, end}: Stage) {
	return {
		status,
		...(start !== undefined && {start: formatTime(start)}),
		...(end !== undefined && {end: formatTime(end)}),
	};
}

function describeCommand(stage: Stage) {
	return {...describeStage(stage), command: stage.command ?? null};
}

const config = {
	install: 'deno install',
	build: 'deno task build',
	predeploy: 'deno task migrate',
	crons: true,
	runtime: {type: 'dynamic', entrypoint: 'src/server.ts'},
};

/** Writes an entry as version 2 does. A line that was handed in is changed only where it is one of version 1. */
export function formatEntry(entry: ServedEntry): Line {
	const {isRaw, line, level, message, region, deploymentId} = entry;
	if (isRaw) {
		const {time, ...fields} = parseFields(line);
		return time === undefined || 'timestamp' in fields
			? line
			: JSON.stringify({
					timestamp: time,
					...fields,
					level: nameLevel(level),
					revision_id: deploymentId,
				});
	}

	const {timeText = formatTime(entry.time), traceId, spanId} = entry;
	return JSON.stringify({
		timestamp: timeText,
		level: nameLevel(level),
		message,
		revision_id: deploymentId,
		region,
		trace_id: traceId,
		span_id: spanId,
	});
}

export function formatBuildLine(buildLine: BuildLine): Line {
	const {isRaw, line, time, level, message, step, timeline} = buildLine;
	if (isRaw && message === '') {
		return line;
	}

	return JSON.stringify({
		timestamp: formatTime(time),
		level: nameLevel(level),
		message,
		step,
		timeline,
	});
}

function nameLevel(level: string) {
	return level === 'warning' ? 'warn' : level;
}
