import {type Filter, type Order} from '../../log/query.ts';
import {type TimeRange} from '../../log/time-range.ts';
import {applyLineFaults} from '../faults/stream-faults.ts';
import {
	type Line,
	type ServedDeployment,
	type Project,
} from '../given/served-deployment.ts';
import {
	sendChunks,
	startAnswer,
	type Answer,
	linkHeader,
	invalidParameter,
	sendJson,
	Problem,
} from './answer.ts';
import {formatLines, type Format} from './lines.ts';
import {openLive, readPage} from './read-logs.ts';
import {
	readChoice,
	readList,
	readNumber,
	readText,
	readTime,
} from './parameters.ts';
import {compareTexts} from './catalogue.ts';

/** `app_logs`: a page of the past, or a live stream. */
export async function sendAppLogs(
	answer: Answer,
	deployment: ServedDeployment,
	{clock}: {clock: () => number},
): Promise<void> {
	const parameters = readAppLogs(answer.url.searchParams);
	const surroundings = {...answer, now: clock()};
	if (parameters.kind === 'live') {
		await sendLines(
			answer,
			toLines(openLive(deployment, parameters, surroundings)),
		);
		return;
	}

	const {entries, cursor} = await readPage(
		deployment,
		parameters,
		surroundings,
	);
	await sendLines(
		answer,
		toLines([entries]),
		cursor === undefined ? {} : {link: linkHeader(answer, {next: {cursor}})},
	);
}

const defaultLimit = 100;
const largestLimit = 10_000;

/** What `GET /deployments/{id}/app_logs` was asked: past entries as soon as `since` or `until` is there. */
type AppLogsParameters =
	| {readonly kind: 'live'; readonly filter: Filter}
	| {
			readonly kind: 'past';
			readonly filter: Filter;
			readonly range: TimeRange;
			readonly limit: number;
			readonly order: Order;
			readonly cursor?: string;
	  };

const knownLevels = ['error', 'warning', 'info', 'debug'];

/** `build_logs`: as NDJSON until the build has ended, as an array what there is so far. */
export async function sendBuildLog(
	answer: Answer,
	deployment: ServedDeployment,
): Promise<void> {
	const isPartial =
		answerFormat(answer) === 'json' || answer.faults.partialBuild;
	await sendLines(
		answer,
		toLines(
			isPartial
				? [deployment.buildLines()]
				: deployment.followBuild(answer.signal),
		),
	);
}

async function sendLines(
	answer: Answer,
	batches: AsyncIterable<readonly Line[]>,
	headers: Readonly<Record<string, string>> = {},
) {
	const format = answerFormat(answer);
	startAnswer(answer, 200, {
		'content-type':
			format === 'ndjson' ? 'application/x-ndjson' : 'application/json',
		...headers,
	});
	const {faults, signal} = answer;
	const faulty = applyLineFaults(batches, faults, signal);
	await sendChunks(answer, formatLines(faulty, format));
}

function answerFormat({request, faults}: Answer): Format {
	const accepts = request.headers.accept ?? '';
	return accepts.includes('application/x-ndjson') && !faults.array
		? 'ndjson'
		: 'json';
}

async function* toLines(
	batches:
		| AsyncIterable<ReadonlyArray<{readonly line: Line}>>
		| Iterable<ReadonlyArray<{readonly line: Line}>>,
): AsyncGenerator<readonly Line[], void> {
	for await (const batch of batches) {
		yield batch.map(({line}) => line);
	}
}

function readAppLogs(parameters: URLSearchParams): AppLogsParameters {
	const filter = readFilter(parameters);
	const since = readTime(parameters, 'since');
	const until = readTime(parameters, 'until');
	if (since === undefined && until === undefined) {
		return {kind: 'live', filter};
	}

	if (since !== undefined && until !== undefined && since >= until) {
		throw invalidParameter('since must be earlier than until.');
	}

	readChoice(parameters, 'sort', ['time']);
	return {
		kind: 'past',
		filter,
		range: {since, until},
		limit: readNumber(parameters, 'limit', 1, largestLimit) ?? defaultLimit,
		order: readOrder(parameters) ?? 'desc',
		cursor: readText(parameters, 'cursor'),
	};
}

function readOrder(parameters: URLSearchParams): Order | undefined {
	const order = readChoice(parameters, 'order', [
		'asc',
		'desc',
		'timeAsc',
		'timeDesc',
	]);
	if (order === 'timeAsc' || order === 'timeDesc') {
		return order === 'timeAsc' ? 'asc' : 'desc';
	}

	return order;
}

function readFilter(parameters: URLSearchParams): Filter {
	const levels = readList(parameters, 'level');
	const unknownLevel = levels.find((level) => !knownLevels.includes(level));
	if (unknownLevel !== undefined) {
		throw invalidParameter(
			`level must be a list of ${knownLevels.join(', ')}, without ${JSON.stringify(unknownLevel)}.`,
		);
	}

	return {
		levels,
		regions: readList(parameters, 'region'),
		text: readText(parameters, 'q') ?? '',
	};
}

const defaultPageLength = 20;
const longestPage = 100;

/** How a list of deployments or projects is asked for and sorted. */
type Listing<Item> = {
	/** The texts in which `q` is looked for. */
	readonly searched: (item: Item) => readonly string[];
	/** By the names that `sort` takes, the default first. */
	readonly sortKeys: ReadonlyMap<string, (item: Item) => string>;
};

/** Sends a page of the deployments of a project. */
export async function sendDeployments(
	answer: Answer,
	projectId: string,
	{deployments}: {deployments: readonly ServedDeployment[]},
): Promise<void> {
	const ofProject = deployments
		.filter((deployment) => deployment.projectId === projectId)
		.map((deployment) => deployment.details());
	refuseEmpty(ofProject, 'project', projectId);
	await sendPage(
		answer,
		listPage(ofProject, answer.url.searchParams, {
			searched: ({id}) => [id],
			sortKeys: new Map([
				['created_at', ({createdAt}) => createdAt],
				['id', ({id}) => id],
			]),
		}),
	);
}

/** Sends a page of the projects of an organization. */
export async function sendProjects(
	answer: Answer,
	organizationId: string,
	{projects}: {projects: readonly Project[]},
): Promise<void> {
	const ofOrganization = projects.filter(
		(project) => project.organizationId === organizationId,
	);
	refuseEmpty(ofOrganization, 'organization', organizationId);
	await sendPage(
		answer,
		listPage(ofOrganization, answer.url.searchParams, {
			searched: ({id, name}) => [id, name],
			sortKeys: new Map([
				['updated_at', ({updatedAt}) => updatedAt],
				['name', ({name}) => name],
			]),
		}),
	);
}

/** A project, or an organization, is known by what it has. */
function refuseEmpty(
	found: readonly unknown[],
	noun: 'project' | 'organization',
	id: string,
): void {
	if (found.length === 0) {
		throw new Problem(
			404,
			`${noun}NotFound`,
			`There is no ${noun} ${JSON.stringify(id)}.`,
		);
	}
}

async function sendPage(
	answer: Answer,
	{
		items,
		links,
	}: {items: readonly unknown[]; links: Readonly<Record<string, number>>},
) {
	const relations = Object.fromEntries(
		Object.entries(links).map(([relation, page]) => [relation, {page}]),
	);
	answer.response.setHeader('link', linkHeader(answer, relations));
	await sendJson(answer, 200, items);
}

/** One page of a list, and the numbers of the pages that its `Link` header names. */
function listPage<Item>(
	items: readonly Item[],
	parameters: URLSearchParams,
	{searched, sortKeys}: Listing<Item>,
): {items: readonly Item[]; links: Readonly<Record<string, number>>} {
	const text = readText(parameters, 'q') ?? '';
	const page = readNumber(parameters, 'page', 1, Number.MAX_SAFE_INTEGER) ?? 1;
	const length =
		readNumber(parameters, 'limit', 1, longestPage) ?? defaultPageLength;
	const [defaultSort = ''] = sortKeys.keys();
	const sort =
		readChoice(parameters, 'sort', [...sortKeys.keys()]) ?? defaultSort;
	const order = readChoice(parameters, 'order', ['asc', 'desc']) ?? 'asc';

	const sortKey = sortKeys.get(sort) ?? String;
	const ascending = items
		.filter((item) => searched(item).some((value) => value.includes(text)))
		.toSorted((a, b) => compareTexts(sortKey(a), sortKey(b)));
	const sorted = order === 'asc' ? ascending : ascending.toReversed();
	const lastPage = Math.max(1, Math.ceil(sorted.length / length));
	return {
		items: sorted.slice((page - 1) * length, page * length),
		links: {
			...(page < lastPage && {next: page + 1}),
			...(page > 1 && {prev: Math.min(page - 1, lastPage)}),
			first: 1,
			last: lastPage,
		},
	};
}
