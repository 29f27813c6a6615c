import type {Socket} from 'node:net';
import type {Dispatcher} from 'undici';
import {findProxy, type Proxy} from './proxy.ts';

/** In bytes: what a block of headers may take. */
const mostHeaderBytes = 64 * 1024;

/** A way to the server, for one request. */
export type Route = {
	readonly dispatcher: Dispatcher;
	readonly proxy?: Proxy;
	/** The connection, where it is this request's alone and is open. */
	readonly socket?: () => Socket | undefined;
	/** There is another way to be tried when this one cannot be opened. */
	readonly hasOther: boolean;
	/** From now on requests take the other way. */
	readonly avoid: () => void;
	/** The request is over. */
	readonly release: () => void;
};

export type Agents = {
	/** A live request has a connection of its own, since it would keep any other from it. */
	readonly route: (isLive: boolean) => Promise<Route>;
};

/**
The connections to one server: straight, or through the proxy that the environment names.

Through a proxy a tunnel is asked for. For an address without TLS some proxies refuse that, and are then given the request itself.
*/
export function createAgents(
	address: URL,
	{
		connectTimeout,
		environment,
	}: {
		/** In milliseconds. */
		readonly connectTimeout: number;
		readonly environment: Readonly<Record<string, string | undefined>>;
	},
): Agents {
	const proxy = findProxy(address, environment);
	return proxy === undefined
		? createStraight(address, connectTimeout)
		: createProxied(address, proxy, connectTimeout);
}

/** Loaded when first needed: it takes some 80 ms, in which a first frame can be drawn. */
async function loadUndici() {
	// Bundled, a CommonJS package has a default export only.
	const {default: undici} = await import('undici');
	return undici;
}

const nothing = () => undefined;

function createStraight({origin}: URL, connectTimeout: number): Agents {
	let shared: Promise<Dispatcher> | undefined;
	const createShared = async () => {
		const undici = await loadUndici();
		return new undici.Agent({
			connect: {timeout: connectTimeout},
			maxHeaderSize: mostHeaderBytes,
		});
	};

	return {
		async route(isLive) {
			if (!isLive) {
				shared ??= createShared();
				return {
					dispatcher: await shared,
					hasOther: false,
					avoid: nothing,
					release: nothing,
				};
			}

			const undici = await loadUndici();
			const connect = undici.buildConnector({timeout: connectTimeout});
			let socket: Socket | undefined;
			const client = new undici.Client(origin, {
				maxHeaderSize: mostHeaderBytes,
				connect(options, callback) {
					connect(options, (...[error, opened]) => {
						if (error === null) {
							socket = opened;
							callback(null, opened);
						} else {
							callback(error, null);
						}
					});
				},
			});
			return {
				dispatcher: client,
				socket: () => socket,
				hasOther: false,
				avoid: nothing,
				release() {
					void client.destroy();
				},
			};
		},
	};
}

function createProxied(
	address: URL,
	proxy: Proxy,
	connectTimeout: number,
): Agents {
	const create = async (proxyTunnel: boolean) => {
		const undici = await loadUndici();
		const tls = {timeout: connectTimeout};
		return new undici.ProxyAgent({
			uri: proxy.url.href,
			proxyTunnel,
			proxyTls: tls,
			requestTls: tls,
			maxHeaderSize: mostHeaderBytes,
		});
	};

	const canDoWithout = address.protocol === 'http:';
	let isTunnelled = true;
	let agent: Promise<Dispatcher> | undefined;
	return {
		async route() {
			agent ??= create(isTunnelled);
			return {
				dispatcher: await agent,
				proxy,
				hasOther: isTunnelled && canDoWithout,
				avoid() {
					if (isTunnelled) {
						isTunnelled = false;
						agent = undefined;
					}
				},
				release: nothing,
			};
		},
	};
}
