import {BlockList, isIP} from 'node:net';
import {type Dispatcher} from 'undici';
import {ApiError} from '../errors.ts';

/**
The way to a server: straight, or through the proxy that the environment names.

Through a proxy a tunnel is asked for. For an address without TLS some proxies refuse that, and are then given the request itself.
*/
export function createRoutes(
	address: URL,
	{
		connectTimeout,
		environment,
	}: {
		/** In milliseconds. */
		readonly connectTimeout: number;
		readonly environment: Readonly<Record<string, string | undefined>>;
	},
): () => Promise<Route> {
	const proxy = findProxy(address, environment);
	return proxy === undefined
		? createStraight(connectTimeout)
		: createProxied(address, proxy, connectTimeout);
}

/** A way to the server. */
export type Route = {
	readonly dispatcher: Dispatcher;
	readonly proxy?: Proxy;
	/** There is another way to be tried when this one cannot be opened. */
	readonly hasOther: boolean;
	/** From now on requests take the other way. */
	readonly avoid: () => void;
};

/** In bytes: what a block of headers may take. */
const mostHeaderBytes = 64 * 1024;

function createStraight(connectTimeout: number): () => Promise<Route> {
	let agent: Promise<Dispatcher> | undefined;
	const create = async () => {
		// Loaded when first needed, so that a first frame can be drawn meanwhile.
		// eslint-disable-next-line @typescript-eslint/naming-convention -- A class.
		const {default: Agent} = await import('undici/lib/dispatcher/agent.js');
		return new Agent({
			connect: {timeout: connectTimeout},
			maxHeaderSize: mostHeaderBytes,
		});
	};

	return async () => {
		agent ??= create();
		return {
			dispatcher: await agent,
			hasOther: false,
			avoid: () => undefined,
		};
	};
}

function createProxied(
	address: URL,
	proxy: Proxy,
	connectTimeout: number,
): () => Promise<Route> {
	const create = async (proxyTunnel: boolean) => {
		/* eslint-disable @typescript-eslint/naming-convention -- Classes. */
		const [{default: ProxyAgent}, {default: Dispatcher}, {default: connect}] =
			await Promise.all([
				import('undici/lib/dispatcher/proxy-agent.js'),
				import('undici/lib/dispatcher/dispatcher.js'),
				import('undici/lib/api/api-connect.js'),
			]);
		/* eslint-enable @typescript-eslint/naming-convention */
		// What the whole of undici does when it is loaded, for all of its methods: a tunnel is made with this one.
		Object.assign(Dispatcher.prototype, {connect});
		const tls = {timeout: connectTimeout};
		return new ProxyAgent({
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
	return async () => {
		if (!isUsable(proxy)) {
			throw new ApiError(
				'proxy',
				`${proxy.variable} names no proxy that deplog can use. Give one with http: or https:, such as http://proxy.example:3128, or unset it.`,
			);
		}

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
		};
	};
}

/** A proxy that the environment names. */
export type Proxy = {
	readonly url: URL;
	/** Its host, without user and password. */
	readonly name: string;
	/** The variable that names it. */
	readonly variable: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
The proxy for an address: `HTTPS_PROXY` or `HTTP_PROXY`, in either case, but for what `NO_PROXY` lists.

What is sent in plain text to this machine itself never leaves it: a proxy elsewhere is not used for it.
*/
export function findProxy(
	address: URL,
	environment: Environment,
): Proxy | undefined {
	const found = firstOf(
		environment,
		address.protocol === 'https:' ? 'https_proxy' : 'http_proxy',
	);
	if (found === undefined || isExcepted(address, environment)) {
		return undefined;
	}

	const {variable, value} = found;
	const text = /^[a-z][a-z\d+.\-]*:\/\//iv.test(value)
		? value
		: `http://${value}`;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || !/^https?:$/v.test(url.protocol)) {
		return {url: nowhere, name: 'that it names', variable};
	}

	return address.protocol === 'http:' &&
		isLoopback(address.hostname) &&
		!isLoopback(url.hostname)
		? undefined
		: {url, name: url.host, variable};
}

/** Whether a proxy is of a kind that can be used. */
function isUsable({url}: Proxy): boolean {
	return url !== nowhere;
}

const nowhere = new URL('about:blank');

function firstOf(
	environment: Environment,
	name: string,
): {readonly variable: string; readonly value: string} | undefined {
	for (const variable of [name, name.toUpperCase()]) {
		const value = environment[variable]?.trim() ?? '';
		if (value !== '') {
			return {variable, value};
		}
	}

	return undefined;
}

/** `NO_PROXY`: names, which stand for all below them, with or without a dot or `*.` before them and a port behind them; networks as `10.0.0.0/8`; `*` for all. */
function isExcepted(address: URL, environment: Environment): boolean {
	const host = withoutBrackets(address.hostname).toLowerCase();
	const port = address.port || (address.protocol === 'https:' ? '443' : '80');
	return (firstOf(environment, 'no_proxy')?.value ?? '')
		.split(/[\s,]+/v)
		.filter((entry) => entry !== '')
		.some((entry) => {
			if (entry === '*' || isInNetwork(host, entry)) {
				return true;
			}

			const [, bracketed, bare = '', exceptedPort] =
				/^(?:\[([^\]]+)\]|([^:]*|[^:]*:[^:]*:.*))(?::(\d+))?$/v.exec(
					entry.toLowerCase(),
				) ?? [];
			const name = (bracketed ?? bare)
				.replace(/^\*?\./v, '')
				.replace(/\.$/v, '');
			return (
				name !== '' &&
				(exceptedPort === undefined || exceptedPort === port) &&
				(host === name || host.endsWith(`.${name}`))
			);
		});
}

/** Whether an address is of a network such as `10.0.0.0/8`. */
function isInNetwork(host: string, entry: string): boolean {
	const [, base = '', bits] = /^([\d.:a-f]+)\/(\d{1,3})$/iv.exec(entry) ?? [];
	const version = isIP(base);
	if (version === 0 || version !== isIP(host)) {
		return false;
	}

	const kind = version === 4 ? 'ipv4' : 'ipv6';
	const network = new BlockList();
	network.addSubnet(
		base,
		Math.min(Number(bits), version === 4 ? 32 : 128),
		kind,
	);
	return network.check(host, kind);
}

function withoutBrackets(hostname: string): string {
	return hostname.replaceAll(/^\[|\]$/gv, '');
}

function isLoopback(hostname: string): boolean {
	return (
		hostname === 'localhost' ||
		hostname === '[::1]' ||
		/^127(?:\.\d+){3}$/v.test(hostname)
	);
}
