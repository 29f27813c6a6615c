import {type IncomingMessage, type ServerResponse} from 'node:http';
import {Buffer} from 'node:buffer';
import {type OpenRecord} from '../faults/faults.ts';
import {pause, waitForAbort} from '../given/waiting.ts';
import {
	cutAnswer,
	type Answer,
	Problem,
	sendProblem,
	sendChunks,
	startAnswer,
} from './answer.ts';
import {type Context} from './catalogue.ts';
import {findRoute, type Target, sendVersion1, sendVersion2} from './routes.ts';

/** Answers a request of any of the served versions, with the faults that it is to have, and keeps a record of it. */
export async function handleRequest(
	request: IncomingMessage,
	response: ServerResponse,
	context: Context,
): Promise<void> {
	const {host = ''} = request.headers;
	const isOwn = context.isOwnHost(host);
	const url = parseAddress(request.url ?? '/', isOwn ? host : 'localhost');
	const target = findRoute(url.pathname);
	const record = recordRequest(request, {url, target, context});
	const ending = new AbortController();
	response.on('finish', () => {
		context.requests.close(record, 'ended');
	});
	response.on('close', () => {
		context.requests.close(record, 'aborted');
		ending.abort();
	});
	response.on('error', () => undefined);
	response.setHeader('date', new Date(record.time).toUTCString());
	response.setHeader(
		target.api === 'v2' ? 'x-deno-trace-id' : 'x-deno-ray',
		record.id,
	);
	const answer: Answer = {
		request,
		response,
		url,
		record,
		faults: context.faults.hit(record),
		signal: ending.signal,
		stallMilliseconds: context.stallMilliseconds,
	};
	try {
		if (!isOwn) {
			throw new Problem(
				421,
				'misdirectedRequest',
				'This server does not answer to that host; ask it by the address that it printed.',
			);
		}

		if (isBrokenByProxy(answer, context)) {
			await sendProxyPage(answer);
		} else if (!(await answerWithFault(answer))) {
			checkRequest(answer, context);
			await (target.api === 'v2' ? sendVersion2 : sendVersion1)(
				answer,
				target,
				context,
			);
		}
	} catch (error) {
		await refuse(answer, error);
	}
}

/** A path that cannot be part of an address is read as that of the root, where nothing is. */
function parseAddress(path: string, host: string): URL {
	try {
		return new URL(`http://${host}/${path.replace(/^\/+/v, '')}`);
	} catch {
		return new URL(`http://${host}/`);
	}
}

function recordRequest(
	{method = '', headers}: IncomingMessage,
	{url, target, context}: {url: URL; target: Target; context: Context},
): OpenRecord {
	const {api, route, id} = target;
	const {searchParams: parameters} = url;
	const isPast = (api === 'v2' ? ['end'] : ['since', 'until']).some((name) =>
		parameters.get(name),
	);
	const ofDeployment = ['details', 'build', 'progress', 'timelines'];
	return context.requests.add({
		api,
		method,
		path: url.pathname,
		route: route === 'appLogs' ? (isPast ? 'past' : 'live') : route,
		deploymentId:
			route === 'appLogs' && api === 'v2'
				? (parameters.get('revision_id') ?? undefined)
				: [...ofDeployment, 'appLogs'].includes(route)
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
	});
}

/** As live, a proxy now and then does not reach the API. */
function isBrokenByProxy(
	{record: {api, id}}: Answer,
	{manner}: Context,
): boolean {
	return (
		api === 'v2' &&
		manner.kind === 'live' &&
		manner.pageEvery !== undefined &&
		Number(id.split('-').at(-1)) % manner.pageEvery === 0
	);
}

function checkRequest(
	{request: {headers, method}, response, record: {api}}: Answer,
	{token, organization}: Context,
) {
	if (token !== undefined && headers.authorization !== `Bearer ${token}`) {
		throw new Problem(
			401,
			'unauthorized',
			headers.authorization
				? 'The token is not valid here; make a new one.'
				: 'A token is needed: send it as "Authorization: Bearer <token>".',
		);
	}

	if (api === 'v2') {
		checkOrganization(headers['x-deno-org'], {token, organization});
	}

	if (method !== 'GET') {
		response.setHeader('allow', 'GET');
		throw new Problem(
			405,
			'methodNotAllowed',
			`${method} is not served here; only GET is.`,
		);
	}
}

/** An organization's token says which it is; with a person's the header has to. */
function checkOrganization(
	named: string | readonly string[] | undefined,
	{token = '', organization}: {token?: string; organization: string},
) {
	if (named === undefined && token.startsWith('ddp_')) {
		throw new Problem(
			400,
			'organizationRequired',
			'A personal token needs the organization with it: send its slug as X-Deno-Org.',
		);
	}

	if (named !== undefined && named !== organization) {
		throw new Problem(
			404,
			'organizationNotFound',
			`The token reaches no organization ${JSON.stringify(named)}.`,
		);
	}
}

/** A problem is told to the caller as long as nothing else was; after that the connection is broken. */
async function refuse(answer: Answer, error: unknown) {
	if (answer.response.headersSent || answer.signal.aborted) {
		cutAnswer(answer);
		return;
	}

	await sendProblem(
		answer,
		error instanceof Problem
			? error
			: new Problem(500, 'internalServerError', String(error)),
	);
}

/** Does what the faults demand in place of an answer; false where one is still to be given. */
async function answerWithFault(answer: Answer): Promise<boolean> {
	const {faults, signal, response} = answer;
	if (faults.delay) {
		await pause(faults.delay.milliseconds, signal);
	}

	if (faults.silence && faults.silence.afterEntries === undefined) {
		await waitForAbort(signal);
		return true;
	}

	if (faults.redirect) {
		const {status = 302, location} = faults.redirect;
		startAnswer(answer, status, {location, 'content-length': 0});
		response.end();
		return true;
	}

	if (faults.page) {
		await sendProxyPage(answer, faults.page.status);
		return true;
	}

	if (faults.status) {
		const {status, retryAfter, message} = faults.status;
		if (retryAfter !== undefined) {
			response.setHeader('retry-after', retryAfter);
		}

		const [code, sentence] = problems.get(status) ?? ['failed', 'It failed.'];
		await sendProblem(answer, new Problem(status, code, message ?? sentence));
		return true;
	}

	return false;
}

/** Sends what a proxy says when it does not reach the API. */
async function sendProxyPage(answer: Answer, status = 502): Promise<void> {
	startAnswer(answer, status, {'content-type': 'text/html; charset=utf-8'});
	await sendChunks(answer, [Buffer.from(page)]);
}

const page = `<!doctype html>
<html><head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>proxy</center></body></html>
`;

const problems = new Map<number, readonly [string, string]>([
	[401, ['unauthorized', 'The token is not valid here; make a new one.']],
	[403, ['forbidden', 'The token does not reach this deployment.']],
	[404, ['deploymentNotFound', 'There is no such deployment.']],
	[410, ['gone', 'The deployment was deleted.']],
	[429, ['rateLimited', 'There were too many requests; wait a little.']],
	[500, ['internalServerError', 'Something went wrong on our side.']],
	[503, ['unavailable', 'The service is restarting; try again soon.']],
]);
