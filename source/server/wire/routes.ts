import {type Route} from './request-record.ts';

/** What a path asks for, of which deployment, project or organization. */
export type Target = {
	readonly route: Exclude<Route, 'past' | 'live'> | 'appLogs';
	readonly id: string;
};

const routes = [
	['details', /^\/v1\/deployments\/([^\/]+)$/v],
	['build', /^\/v1\/deployments\/([^\/]+)\/build_logs$/v],
	['appLogs', /^\/v1\/deployments\/([^\/]+)\/app_logs$/v],
	['deployments', /^\/v1\/projects\/([^\/]+)\/deployments$/v],
	['projects', /^\/v1\/organizations\/([^\/]+)\/projects$/v],
] as const;

export function findRoute(path: string): Target {
	for (const [route, pattern] of routes) {
		const encodedId = pattern.exec(path)?.[1];
		if (encodedId !== undefined) {
			return {route, id: decode(encodedId)};
		}
	}

	return {route: 'unknown', id: ''};
}

/** A broken escape names nothing that exists. */
function decode(text: string) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
