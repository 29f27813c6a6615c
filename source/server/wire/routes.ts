import {type RequestRecord, type Route} from '../faults/faults.ts';
import {type Answer, sendJson, notFound} from './answer.ts';
import {
	type Catalogue,
	findApp,
	findDeployment,
	findRevision,
	type Context,
} from './catalogue.ts';
import {
	sendDeployments,
	sendProjects,
	sendAppLogs,
	sendBuildLog,
} from './v1-answers.ts';
import {
	sendAnalytics,
	sendApps,
	sendRevisions,
	describeApp,
	describeRevision,
	listTimelines,
} from './v2-answers.ts';
import {sendBuildLogs, sendLogs, sendProgress} from './v2-logs.ts';

/** Reads what a path asks for, of whichever version of the API. */
export function findRoute(path: string): Target {
	const below = /^(?:\/api)?\/v2(\/.*)$/v.exec(path)?.[1];
	const api = below === undefined ? 'v1' : 'v2';
	for (const [route, pattern] of below === undefined ? version1 : version2) {
		const encodedId = pattern.exec(below ?? path)?.[1];
		if (encodedId !== undefined) {
			return {api, route, id: decode(encodedId)};
		}
	}

	return {api, route: 'unknown', id: ''};
}

/** What a path asks for, of which deployment, project or organization. */
export type Target = {
	readonly api: RequestRecord['api'];
	readonly route: Exclude<Route, 'past' | 'live'> | 'appLogs';
	readonly id: string;
};

const version1 = [
	['details', /^\/v1\/deployments\/([^\/]+)$/v],
	['build', /^\/v1\/deployments\/([^\/]+)\/build_logs$/v],
	['appLogs', /^\/v1\/deployments\/([^\/]+)\/app_logs$/v],
	['deployments', /^\/v1\/projects\/([^\/]+)\/deployments$/v],
	['projects', /^\/v1\/organizations\/([^\/]+)\/projects$/v],
] as const;

/** Below `/v2` and `/api/v2` alike. */
const version2 = [
	['details', /^\/revisions\/([^\/]+)$/v],
	['build', /^\/revisions\/([^\/]+)\/build_logs$/v],
	['progress', /^\/revisions\/([^\/]+)\/progress$/v],
	['timelines', /^\/revisions\/([^\/]+)\/timelines$/v],
	['projects', /^\/apps()$/v],
	['project', /^\/apps\/([^\/]+)$/v],
	['deployments', /^\/apps\/([^\/]+)\/revisions$/v],
	['appLogs', /^\/apps\/([^\/]+)\/logs$/v],
	['analytics', /^\/apps\/([^\/]+)\/analytics$/v],
] as const;

/** A broken escape names nothing that exists. */
function decode(text: string) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Answers a request for version 1 of the API. */
export async function sendVersion1(
	answer: Answer,
	{route, id}: Target,
	context: Catalogue & {readonly clock: () => number},
): Promise<void> {
	switch (route) {
		case 'details': {
			await sendJson(answer, 200, findDeployment(id, context).details());
			break;
		}

		case 'build': {
			await sendBuildLog(answer, findDeployment(id, context));
			break;
		}

		case 'appLogs': {
			await sendAppLogs(answer, findDeployment(id, context), context);
			break;
		}

		case 'deployments': {
			await sendDeployments(answer, id, context);
			break;
		}

		case 'projects': {
			await sendProjects(answer, id, context);
			break;
		}

		case 'project':
		case 'progress':
		case 'timelines':
		case 'analytics':
		case 'unknown': {
			throw notFound(`There is nothing at ${answer.url.pathname}.`);
		}
	}
}

/** Answers a request for version 2 of the API. */
export async function sendVersion2(
	answer: Answer,
	{route, id}: Target,
	context: Context,
): Promise<void> {
	switch (route) {
		case 'projects': {
			await sendApps(answer, context);
			break;
		}

		case 'project': {
			await sendJson(answer, 200, describeApp(findApp(id, context)));
			break;
		}

		case 'deployments': {
			await sendRevisions(answer, findApp(id, context), context);
			break;
		}

		case 'details': {
			const revision = findRevision(id, context);
			await sendJson(answer, 200, describeRevision(revision, context));
			break;
		}

		case 'timelines': {
			const revision = findRevision(id, context);
			await sendJson(answer, 200, listTimelines(revision, context));
			break;
		}

		case 'progress': {
			await sendProgress(answer, findRevision(id, context), context);
			break;
		}

		case 'build': {
			await sendBuildLogs(answer, findRevision(id, context), context);
			break;
		}

		case 'appLogs': {
			await sendLogs(answer, findApp(id, context), context);
			break;
		}

		case 'analytics': {
			await sendAnalytics(answer, findApp(id, context), context);
			break;
		}

		case 'unknown': {
			throw notFound(`There is nothing at ${answer.url.pathname}.`);
		}
	}
}
