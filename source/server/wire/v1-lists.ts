import {
	type Project,
	type ServedDeployment,
} from '../given/served-deployment.ts';
import {sendJson, type Answer} from './answer.ts';
import {linkHeader} from './link.ts';
import {Problem} from './problem.ts';
import {listPage} from './v1-listing.ts';

export async function sendDeployments(
	answer: Answer,
	projectId: string,
	{deployments}: {deployments: readonly ServedDeployment[]},
): Promise<void> {
	const ofProject = deployments
		.filter((deployment) => deployment.projectId === projectId)
		.map((deployment) => deployment.details());
	if (ofProject.length === 0) {
		throw new Problem(
			404,
			'projectNotFound',
			`There is no project ${JSON.stringify(projectId)}.`,
		);
	}

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

export async function sendProjects(
	answer: Answer,
	organizationId: string,
	{projects}: {projects: readonly Project[]},
): Promise<void> {
	const ofOrganization = projects.filter(
		(project) => project.organizationId === organizationId,
	);
	if (ofOrganization.length === 0) {
		throw new Problem(
			404,
			'organizationNotFound',
			`There is no organization ${JSON.stringify(organizationId)}.`,
		);
	}

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
