import {
	type Project,
	type ServedDeployment,
} from '../given/served-deployment.ts';
import {sendJson, type Answer, linkHeader, Problem} from './answer.ts';
import {compareTexts} from './catalogue.ts';
import {readChoice, readNumber, readText} from './parameters.ts';

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
