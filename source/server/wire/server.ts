import {once} from 'node:events';
import {createServer} from 'node:http';
import {type Socket} from 'node:net';
import {
	createFaults,
	type Faults,
	type RequestRecord,
} from '../faults/faults.ts';
import {
	type Project,
	type ServedDeployment,
} from '../given/served-deployment.ts';
import {type Context, type Manner} from './catalogue.ts';
import {handleRequest} from './handle-request.ts';
import {createRequestLog} from './request-log.ts';

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
