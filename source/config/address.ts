import {cutSlashes} from '../base/cut-slashes.ts';
import {UsageError} from './usage-error.ts';

export const defaultApiUrl = 'https://console.deno.com/api/v2';

export type Address = {
	/** With the version as its last path segment, without a slash behind it. */
	readonly url: string;
	readonly version: 1 | 2;
	readonly isLoopback: boolean;
};

/** Where the API is. `source` is the name under which people know the text: a flag or a variable. */
export function parseAddress(
	text: string,
	source: string,
	{isInsecure}: {readonly isInsecure: boolean},
): Address {
	const url = parseUrl(text, source);
	if (url.username !== '' || url.password !== '') {
		throw new UsageError(
			`${source} holds a user name or a password. Leave it out, and put the access token into DENO_DEPLOY_TOKEN.`,
		);
	}

	if (url.search !== '' || url.hash !== '') {
		throw new UsageError(
			`${source} has something behind the path (? or #). Give the base of the API, such as ${defaultApiUrl}.`,
		);
	}

	const isLoopback = isLoopbackHost(url.hostname);
	if (url.protocol === 'http:' && !isLoopback && !isInsecure) {
		throw new UsageError(
			`${source} is http: to another machine, so anyone on the way could read the token. Use https:, or add --insecure if you trust the network.`,
		);
	}

	return {...readVersion(url, source), isLoopback};
}

function parseUrl(text: string, source: string): URL {
	const address = text.trim();
	if (/^https?:\/\//iv.test(address) && URL.canParse(address)) {
		return new URL(address);
	}

	throw new UsageError(
		`${source} is no address that deplog can use. Give one with http: or https:, such as ${defaultApiUrl}.`,
	);
}

function readVersion(
	url: URL,
	source: string,
): Pick<Address, 'url' | 'version'> {
	const path = cutSlashes(url.pathname);
	const version = /\/v(\d+)$/iv.exec(path)?.[1];
	if (version === undefined) {
		return {url: `${url.origin}${path}/v1`, version: 1};
	}

	if (version === '1' || version === '2') {
		return {url: `${url.origin}${path}`, version: version === '1' ? 1 : 2};
	}

	throw new UsageError(
		`${source} asks for version ${version} of the API, which deplog does not know. Give the address of a version 1 or 2.`,
	);
}

/** The URL parser has made every spelling of an IPv4 address into four numbers. */
function isLoopbackHost(hostname: string): boolean {
	return (
		hostname === 'localhost' ||
		hostname === '[::1]' ||
		/^127(?:\.\d+){3}$/v.test(hostname)
	);
}
