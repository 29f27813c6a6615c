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
export function isUsable({url}: Proxy): boolean {
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

/** `NO_PROXY`: names, which stand for all below them, with or without a dot or `*.` before them and a port behind them; `*` for all. */
function isExcepted(address: URL, environment: Environment): boolean {
	const host = withoutBrackets(address.hostname).toLowerCase();
	const port = address.port || (address.protocol === 'https:' ? '443' : '80');
	return (firstOf(environment, 'no_proxy')?.value ?? '')
		.split(/[\s,]+/v)
		.filter((entry) => entry !== '')
		.some((entry) => {
			if (entry === '*') {
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
