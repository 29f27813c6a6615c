import {type RequestRecord, type Route} from '../faults/faults.ts';
import {type Answer, sendJson, notFound} from './answer.ts';
import {
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
	for (const [route, pattern, send] of api === 'v1' ? version1 : version2) {
		const encodedId = pattern.exec(below ?? path)?.[1];
		if (encodedId !== undefined) {
			const id = decode(encodedId);
			return {
				api,
				route,
				id,
				send: async (answer, context) => send(answer, id, context),
			};
		}
	}

	return {
		api,
		route: 'unknown',
		id: '',
		async send({url}) {
			throw notFound(`There is nothing at ${url.pathname}.`);
		},
	};
}

/** What a path asks for, of which deployment, project or organization. */
export type Target = {
	readonly api: RequestRecord['api'];
	readonly route: Exclude<Route, 'past' | 'live'> | 'appLogs';
	readonly id: string;
	readonly send: (answer: Answer, context: Context) => Promise<void>;
};

/** A route, the paths that lead there, and what answers them. */
type RouteRecord = readonly [
	route: Target['route'],
	pattern: RegExp,
	send: (answer: Answer, id: string, context: Context) => Promise<void>,
];

const version1: readonly RouteRecord[] = [
	[
		'details',
		/^\/v1\/deployments\/([^\/]+)$/v,
		async (answer, id, context) =>
			sendJson(answer, 200, findDeployment(id, context).details()),
	],
	[
		'build',
		/^\/v1\/deployments\/([^\/]+)\/build_logs$/v,
		async (answer, id, context) =>
			sendBuildLog(answer, findDeployment(id, context)),
	],
	[
		'appLogs',
		/^\/v1\/deployments\/([^\/]+)\/app_logs$/v,
		async (answer, id, context) =>
			sendAppLogs(answer, findDeployment(id, context), context),
	],
	['deployments', /^\/v1\/projects\/([^\/]+)\/deployments$/v, sendDeployments],
	['projects', /^\/v1\/organizations\/([^\/]+)\/projects$/v, sendProjects],
];

/** Below `/v2` and `/api/v2` alike. */
const version2: readonly RouteRecord[] = [
	[
		'details',
		/^\/revisions\/([^\/]+)$/v,
		async (answer, id, context) =>
			sendJson(
				answer,
				200,
				describeRevision(findRevision(id, context), context),
			),
	],
	[
		'build',
		/^\/revisions\/([^\/]+)\/build_logs$/v,
		async (answer, id, context) =>
			sendBuildLogs(answer, findRevision(id, context), context),
	],
	[
		'progress',
		/^\/revisions\/([^\/]+)\/progress$/v,
		async (answer, id, context) =>
			sendProgress(answer, findRevision(id, context), context),
	],
	[
		'timelines',
		/^\/revisions\/([^\/]+)\/timelines$/v,
		async (answer, id, context) =>
			sendJson(answer, 200, listTimelines(findRevision(id, context), context)),
	],
	[
		'projects',
		/^\/apps()$/v,
		async (answer, _, context) => sendApps(answer, context),
	],
	[
		'project',
		/^\/apps\/([^\/]+)$/v,
		async (answer, id, context) =>
			sendJson(answer, 200, describeApp(findApp(id, context))),
	],
	[
		'deployments',
		/^\/apps\/([^\/]+)\/revisions$/v,
		async (answer, id, context) =>
			sendRevisions(answer, findApp(id, context), context),
	],
	[
		'appLogs',
		/^\/apps\/([^\/]+)\/logs$/v,
		async (answer, id, context) =>
			sendLogs(answer, findApp(id, context), context),
	],
	[
		'analytics',
		/^\/apps\/([^\/]+)\/analytics$/v,
		async (answer, id, context) =>
			sendAnalytics(answer, findApp(id, context), context),
	],
];

/** A broken escape names nothing that exists. */
function decode(text: string) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
