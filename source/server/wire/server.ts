import {once} from 'node:events';
import {
	createServer,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import {type Socket} from 'node:net';
import {Buffer} from 'node:buffer';
import {
	createFaults,
	type Faults,
	type RequestRecord,
	type OpenRecord,
} from '../faults/faults.ts';
import {
	type Project,
	type ServedDeployment,
} from '../given/served-deployment.ts';
import {pause, waitForAbort} from '../given/waiting.ts';
import {type Context, type Manner, createRequestLog} from './catalogue.ts';
import {
	cutAnswer,
	type Answer,
	Problem,
	sendProblem,
	sendChunks,
	startAnswer,
} from './answer.ts';
import {findRoute, type Target} from './routes.ts';

/** The embedded API server: both versions of the deployment API, on the loopback address where nothing else is said. */
export async function startServer(options: ServerOptions): Promise<ApiServer> {
	const requests = createRequestLog();
	const faults = createFaults();
	const sockets = new Set<Socket>();
	const {host = loopback, hostNames = [], organization = 'acme'} = options;
	let port = options.port ?? 0;
	const context: Context = {
		get deployments() {
			return options.deployments;
		},
		projects: options.projects ?? [],
		organization,
		token: options.token,
		clock: options.clock ?? Date.now,
		requests,
		faults,
		manner: options.manner ?? {kind: 'documented'},
		isOwnHost: (named) => isOwnHost(named, {host, port, hostNames}),
		stallMilliseconds: options.stallMilliseconds ?? 600_000,
	};
	const server = createServer((request, response) => {
		void handleRequest(request, response, context);
	});
	server.maxConnections = options.mostConnections ?? 1024;
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => {
			sockets.delete(socket);
		});
	});

	const listen = async () => {
		server.listen(port, host);
		await once(server, 'listening');
		const address = server.address();
		return typeof address === 'object' && address ? address.port : port;
	};

	const stop = async () => {
		const isClosed = server.listening ? once(server, 'close') : undefined;
		server.close();
		requests.cutAll();
		for (const socket of sockets) {
			socket.destroy();
		}

		await isClosed;
	};

	port = await listen();
	const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
	return {
		url: `${origin}/v1`,
		v2Url: `${origin}/v2`,
		organization,
		port,
		requests: requests.records,
		get openLiveCount() {
			return requests.openLiveCount;
		},
		faults,
		disconnect: stop,
		async reconnect() {
			if (!server.listening) {
				await listen();
			}
		},
		close: stop,
		[Symbol.asyncDispose]: stop,
	};
}

export type ServerOptions = {
	/** Read at each request: what is added later is served too. */
	readonly deployments: readonly ServedDeployment[];
	readonly projects?: readonly Project[];
	/** The organization's slug, as version 2 names it. */
	readonly organization?: string;
	/** Asked for as `Authorization: Bearer …`; none is needed where absent. */
	readonly token?: string;
	/** Milliseconds since the epoch. */
	readonly clock?: () => number;
	/** A free one where absent. */
	readonly port?: number;
	/** The address to listen on; the loopback one where absent. */
	readonly host?: string;
	/** By what other names this machine is asked, where it listens beyond itself. */
	readonly hostNames?: readonly string[];
	/** How version 2 is spoken. */
	readonly manner?: Manner;
	/** More connections than this are refused. */
	readonly mostConnections?: number;
	/** A reader that takes nothing for so long is cut off. */
	readonly stallMilliseconds?: number;
};

export type ApiServer = {
	/** The base of version 1: `http://127.0.0.1:PORT/v1`. */
	readonly url: string;
	/** The base of version 2; `/api/v2` is the same. */
	readonly v2Url: string;
	/** The slug by which version 2 knows the organization. */
	readonly organization: string;
	readonly port: number;
	/** The last that came, oldest first: as many as there is room for. */
	readonly requests: readonly RequestRecord[];
	/** How many live streams are open. */
	readonly openLiveCount: number;
	readonly faults: Faults;
	/** Cuts the network: breaks what is open and refuses connections until `reconnect`. */
	disconnect: () => Promise<void>;
	/** Heals the network; the port stays the same. */
	reconnect: () => Promise<void>;
	close: () => Promise<void>;
	/** `await using server = await startServer(…)` closes it. */
	[Symbol.asyncDispose]: () => Promise<void>;
};

const loopback = '127.0.0.1';

/** A page in a browser whose own name was made to lead here sends that name: it is refused. */
function isOwnHost(
	named: string,
	{
		host,
		port,
		hostNames,
	}: {host: string; port: number; hostNames: readonly string[]},
): boolean {
	const own = [loopback, 'localhost', '::1', host, ...hostNames].map((name) =>
		(name.includes(':') ? `[${name}]` : name).toLowerCase(),
	);
	return own.some(
		(name) =>
			named.toLowerCase() === `${name}:${port}` ||
			(port === 80 && named.toLowerCase() === name),
	);
}

/** Answers a request of any of the served versions, with the faults that it is to have, and keeps a record of it. */
async function handleRequest(
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
			await target.send(answer, context);
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
