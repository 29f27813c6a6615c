import {type RequestRecord, type Route} from '../faults/faults.ts';

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

/** A broken escape names nothing that exists. */
function decode(text: string) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
