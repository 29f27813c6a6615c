import {once} from 'node:events';
import {createServer} from 'node:http';
import {type Socket} from 'node:net';
import {createFaults, type Faults} from '../faults/faults.ts';
import {type ServedDeployment} from '../given/served-deployment.ts';
import {handleRequest} from './handle-request.ts';
import {type Project} from './project.ts';
import {type OpenRecord, type RequestRecord} from './request-record.ts';

export type ServerOptions = {
	readonly deployments: readonly ServedDeployment[];
	readonly projects?: readonly Project[];
	/** Asked for as `Authorization: Bearer …`; none is needed where absent. */
	readonly token?: string;
	/** Milliseconds since the epoch. */
	readonly clock?: () => number;
	/** A free one where absent. */
	readonly port?: number;
};

export type ApiServer = {
	/** The base of the API: `http://127.0.0.1:PORT/v1`. */
	readonly url: string;
	readonly port: number;
	/** All that came, oldest first. */
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

/** The embedded API server: version 1 of the deployment API, on the loopback address only. */
export async function startServer(options: ServerOptions): Promise<ApiServer> {
	const requests: OpenRecord[] = [];
	const faults = createFaults();
	const sockets = new Set<Socket>();
	const context = {
		deployments: options.deployments,
		projects: options.projects ?? [],
		token: options.token,
		clock: options.clock ?? Date.now,
		requests,
		faults,
	};
	const server = createServer((request, response) => {
		void handleRequest(request, response, context);
	});
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => {
			sockets.delete(socket);
		});
	});

	const listen = async (port: number) => {
		server.listen(port, '127.0.0.1');
		await once(server, 'listening');
		const address = server.address();
		return typeof address === 'object' && address ? address.port : port;
	};

	const stop = async () => {
		const isClosed = server.listening ? once(server, 'close') : undefined;
		server.close();
		for (const record of requests) {
			record.state = record.state === 'open' ? 'cut' : record.state;
		}

		for (const socket of sockets) {
			socket.destroy();
		}

		await isClosed;
	};

	const port = await listen(options.port ?? 0);
	return {
		url: `http://127.0.0.1:${port}/v1`,
		port,
		requests,
		get openLiveCount() {
			return requests.filter(
				({route, state}) => route === 'live' && state === 'open',
			).length;
		},
		faults,
		disconnect: stop,
		async reconnect() {
			if (!server.listening) {
				await listen(port);
			}
		},
		close: stop,
		[Symbol.asyncDispose]: stop,
	};
}
