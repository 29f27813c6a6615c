import {ApiError, plainText} from '../errors.ts';
import {type Proxy} from './proxy.ts';
import {networkSentences, unknownFailure} from './sentences.ts';

/** The error, with its sentences, for a request that broke before or within its answer. */
export function networkError(
	cause: unknown,
	{url, token, proxy}: {url: URL; token?: string; proxy?: Proxy},
): ApiError {
	if (cause instanceof ApiError) {
		return cause;
	}

	const code = codeOf(cause);
	if (proxy !== undefined) {
		return proxyError(cause, code, {url, token, proxy});
	}

	const {kind, what, next} =
		networkSentences.find(({codes}) => codes.test(code)) ?? unknownFailure;
	const facts = {url, code: plainText(code || messageOf(cause), token)};
	return new ApiError(
		kind,
		`${what(facts)}. ${typeof next === 'string' ? next : next(facts)}`,
		{cause},
	);
}

/** With a proxy in between it is seldom known which of the two failed: both are named. */
function proxyError(
	cause: unknown,
	code: string,
	{url, token, proxy}: {url: URL; token?: string; proxy: Proxy},
): ApiError {
	const name = `the proxy ${proxy.name} (${proxy.variable})`;
	const status = /Proxy response \((\d+)\)/v.exec(messageOf(cause))?.[1];
	if (status !== undefined) {
		return new ApiError(
			'proxy',
			status === '407'
				? `On the way to ${url.host}, ${name} asks for a user and a password (407). Put them into ${proxy.variable}, as http://user:password@host:port.`
				: `On the way to ${url.host}, ${name} does not let the request through (${status}). Check ${proxy.variable}, or add ${url.hostname} to NO_PROXY.`,
			{cause, healing: status.startsWith('5') ? 'soon' : 'later'},
		);
	}

	const {kind} =
		networkSentences.find(({codes}) => codes.test(code)) ?? unknownFailure;
	return new ApiError(
		kind,
		`The request to ${url.host} through ${name} failed (${plainText(code || messageOf(cause), token)}). Check ${proxy.variable} and the network connection, or add ${url.hostname} to NO_PROXY.`,
		{cause},
	);
}

function codeOf(cause: unknown): string {
	if (!(cause instanceof Error)) {
		return '';
	}

	// Answers of status 100 and 101, which nobody asked for.
	if (/^bad (?:response|upgrade)$/v.test(cause.message)) {
		return 'HPE_INVALID_STATUS';
	}

	if ('code' in cause && typeof cause.code === 'string') {
		return cause.code;
	}

	// The parser's codes get lost on their way out of undici.
	return cause.message.includes('EOF') ? 'HPE_INVALID_EOF_STATE' : cause.name;
}

function messageOf(cause: unknown): string {
	return cause instanceof Error ? cause.message : String(cause);
}
