import {type IncomingMessage, type ServerResponse} from 'node:http';
import {isSpoiled} from '../faults/misbehave.ts';
import {type Faults} from '../faults/faults.ts';
import {type ServedDeployment} from '../given/served-deployment.ts';
import {cutAnswer, sendJson, type Answer} from './answer.ts';
import {sendAppLogs, sendBuildLog} from './send-logs.ts';
import {sendDeployments, sendProjects} from './send-lists.ts';
import {notFound, Problem} from './problem.ts';
import {type Project} from './project.ts';
import {type OpenRecord} from './request-record.ts';
import {findRoute, type Target} from './routes.ts';

/** What the server has and knows, shared by all requests. */
export type Context = {
	readonly deployments: readonly ServedDeployment[];
	readonly projects: readonly Project[];
	readonly token?: string;
	readonly clock: () => number;
	readonly requests: OpenRecord[];
	readonly faults: Faults;
};

export async function handleRequest(
	request: IncomingMessage,
	response: ServerResponse,
	context: Context,
): Promise<void> {
	const url = addressOf(request);
	const target = findRoute(url.pathname);
	const record = recordRequest(request, {url, target, context});
	const ending = new AbortController();
	response.on('finish', () => {
		record.state = 'ended';
	});
	response.on('close', () => {
		if (record.state === 'open') {
			record.state = 'aborted';
		}

		ending.abort();
	});
	response.setHeader('date', new Date(record.time).toUTCString());
	response.setHeader('x-deno-ray', record.id);
	const answer: Answer = {
		request,
		response,
		url,
		record,
		faults: context.faults.hit(record),
		signal: ending.signal,
	};
	try {
		if (!(await isSpoiled(answer))) {
			checkRequest(answer, context);
			await dispatch(answer, target, context);
		}
	} catch (error) {
		await refuse(answer, error);
	}
}

/** With the host as the caller names it, so that links lead back there. */
function addressOf({url = '/', headers}: IncomingMessage): URL {
	const host = headers.host ?? '';
	return new URL(
		`http://${/^[\w.\-]+(?::\d+)?$/v.test(host) ? host : '127.0.0.1'}/${url.replace(/^\/+/v, '')}`,
	);
}

function recordRequest(
	{method = '', headers}: IncomingMessage,
	{url, target, context}: {url: URL; target: Target; context: Context},
): OpenRecord {
	const {route, id} = target;
	const {searchParams: parameters} = url;
	const isPast = ['since', 'until'].some((name) => parameters.get(name));
	const record: OpenRecord = {
		id: `embedded-${context.requests.length + 1}`,
		method,
		path: url.pathname,
		route: route === 'appLogs' ? (isPast ? 'past' : 'live') : route,
		deploymentId: ['details', 'build', 'appLogs'].includes(route)
			? id
			: undefined,
		parameters: Object.fromEntries(
			[...parameters.keys()].map((name) => [
				name,
				parameters.getAll(name).join(','),
			]),
		),
		headers,
		time: context.clock(),
		state: 'open',
	};
	context.requests.push(record);
	return record;
}

function checkRequest({request, response}: Answer, {token}: Context) {
	if (
		token !== undefined &&
		request.headers.authorization !== `Bearer ${token}`
	) {
		throw new Problem(
			401,
			'unauthorized',
			request.headers.authorization
				? 'The token is not valid here; make a new one.'
				: 'A token is needed: send it as "Authorization: Bearer <token>".',
		);
	}

	if (request.method !== 'GET') {
		response.setHeader('allow', 'GET');
		throw new Problem(
			405,
			'methodNotAllowed',
			`${request.method} is not served here; only GET is.`,
		);
	}
}

async function dispatch(
	answer: Answer,
	{route, id}: Target,
	context: Context,
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

		case 'unknown': {
			throw notFound(`There is nothing at ${answer.url.pathname}.`);
		}
	}
}

function findDeployment(id: string, {deployments}: Context) {
	const deployment = deployments.find((candidate) => candidate.id === id);
	if (!deployment) {
		throw new Problem(
			404,
			'deploymentNotFound',
			`There is no deployment ${JSON.stringify(id)}.`,
		);
	}

	return deployment;
}

/** A problem is told to the caller as long as nothing else was; after that the connection is broken. */
async function refuse(answer: Answer, error: unknown) {
	if (answer.response.headersSent || answer.signal.aborted) {
		cutAnswer(answer);
		return;
	}

	const problem =
		error instanceof Problem
			? error
			: new Problem(500, 'internalServerError', String(error));
	const {status, code, message} = problem;
	await sendJson(answer, status, {code, message});
}
