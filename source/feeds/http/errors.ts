import {
	ApiError,
	type ErrorDetails,
	type Healing,
	plainText,
} from '../errors.ts';
import {readProblem} from '../json/problem.ts';
import {
	type Facts,
	pageForPeople,
	redirected,
	type Sentences,
	serverFailed,
	wantsTls,
	statusSentences,
	unknownStatus,
	networkSentences,
	unknownFailure,
} from './sentences.ts';
import {type Proxy} from './routes.ts';

/** The error, with its sentences, for an answer without a 2xx status, or with a page for people in it. */
export function answerError(answer: FailedAnswer): ApiError {
	const {status, url, token} = answer;
	const said = serverSaid(answer);
	const sentences = chooseSentences(answer);
	const {kind, what, next} = sentences;
	const details: ErrorDetails = {
		status,
		said,
		requestId: answer.requestId && plainText(answer.requestId, token),
		retryAfter:
			answer.retryAfter ??
			(kind === 'rate-limited' ? leastRetryAfter : undefined),
	};
	const facts: Facts = {
		url,
		code: String(status),
		hasToken: Boolean(token),
		tokenPlace: answer.tokenPlace && plainText(answer.tokenPlace, token),
		target: targetOf(answer),
		login: loginOf(answer),
		isAboutOrganization: /organi[sz]ation/iv.test(said),
	};
	return new ApiError(
		kind,
		[
			`${what(facts)}${said}.`,
			waitWords(answer, sentences) ??
				(typeof next === 'string' ? next : next(facts)),
			details.requestId && `(request ${details.requestId})`,
		]
			.filter(Boolean)
			.join(' '),
		kind === 'html-page'
			? {...details, healing: healingOfPage(status)}
			: details,
	);
}

/** An answer that is not what was asked for. */
type FailedAnswer = {
	readonly url: URL;
	readonly status: number;
	readonly contentType: string;
	readonly location?: string;
	/** How a login is asked for: the values of `WWW-Authenticate`. */
	readonly challenges?: readonly string[];
	readonly requestId?: string;
	/** In milliseconds. */
	readonly retryAfter?: number;
	/** The start of the body. */
	readonly body: string;
	readonly token?: string;
	/** Where the token came from, as people know it. */
	readonly tokenPlace?: string;
};

function chooseSentences(answer: FailedAnswer): Sentences {
	const {status, location, body} = answer;
	const known = statusSentences.get(
		isTokenRefused(answer) ? 401 : isThrottled(answer) ? 429 : status,
	);
	if (status >= 300 && status < 400) {
		return location === undefined && known !== undefined ? known : redirected;
	}

	// Nginx and Go say it each in its own way.
	if (
		status === 400 &&
		/\bHTTP request (?:was sent )?to (?:an )?HTTPS\b/iv.test(body)
	) {
		return wantsTls;
	}

	if (isHtml(answer) && status !== 511) {
		return pageForPeople;
	}

	return known ?? (status >= 500 ? serverFailed : unknownStatus);
}

/** In milliseconds: a server that asks for fewer requests is not asked again at once. */
const leastRetryAfter = 1000;

/** Version 2 says of a token that has expired that it is forbidden; some have a status of their own for it. */
function isTokenRefused({status, body}: FailedAnswer): boolean {
	return (
		status === 498 ||
		(status === 403 &&
			/^(?:invalid|expired|revoked)_?token$|^token_?(?:expired|invalid|revoked)$/iv.test(
				readProblem(body).code ?? '',
			))
	);
}

/** Some say so of too many requests. What a message says may be what was looked for. */
function isThrottled({status, body}: FailedAnswer): boolean {
	const {code = '', message = ''} = readProblem(body);
	const words = status === 403 || !message.includes(' ') ? message : '';
	return (
		(status === 400 || status === 403) &&
		/throttl|rate[ _\-]?limit|too[ _\-]?many[ _\-]?requests/iv.test(
			`${code} ${words}`,
		)
	);
}

/** What a page for people says of the API: its status. */
function healingOfPage(status: number): Healing {
	const kind = statusSentences.get(status)?.kind;
	if (status >= 500 || kind === 'rate-limited' || kind === 'time-out') {
		return 'soon';
	}

	return [401, 403, 404, 410].includes(status) ? 'refused' : 'later';
}

/** How long the server asks to be left alone, where it does. */
function waitWords(
	{retryAfter}: FailedAnswer,
	{kind}: Sentences,
): string | undefined {
	if (
		retryAfter === undefined ||
		retryAfter < 1000 ||
		(kind !== 'rate-limited' && retryAfter < sayWaitFrom) ||
		!['rate-limited', 'server', 'time-out'].includes(kind)
	) {
		return undefined;
	}

	return `Wait ${durationWords(retryAfter)} before the next try.`;
}

/** In milliseconds: how long a server that failed may ask for without it being said, since it is tried again at once. */
const sayWaitFrom = 10_000;

function durationWords(milliseconds: number): string {
	const seconds = Math.ceil(milliseconds / 1000);
	if (seconds <= 120) {
		return `${seconds} s`;
	}

	return seconds <= 7200
		? `${Math.ceil(seconds / 60)} minutes`
		: `${Math.ceil(seconds / 3600)} hours`;
}

function isHtml({contentType, body}: FailedAnswer): boolean {
	return (
		/^\s*(?:text\/html|application\/xhtml)/iv.test(contentType) ||
		/^\s*<(?:!doctype|html)/iv.test(body)
	);
}

/** The server's own words: those of its JSON, or a line of plain text. */
function serverSaid({
	body,
	contentType,
	token,
	challenges = [],
}: FailedAnswer): string {
	const {code, message} = readProblem(body);
	const words = [message, code]
		.filter((part) => part !== undefined)
		.map((part) => plainText(part, token))
		.filter(Boolean);
	if (words.length > 0) {
		return `: “${words.join('”, code “')}”`;
	}

	const [line = ''] = body.trim().split('\n', 1);
	if (/^\s*text\/plain/iv.test(contentType) && /^[^<\{\[]/v.test(line)) {
		return `: “${plainText(line, token)}”`;
	}

	// RFC 6750: what is wrong with the token.
	const challenge = /\berror_description="(?<words>[^"]+)"/v.exec(
		challenges.join(','),
	)?.groups?.['words'];
	return challenge === undefined ? '' : `: “${plainText(challenge, token)}”`;
}

/** What is asked for in the place of a token. */
function loginOf({status, challenges = []}: FailedAnswer): string | undefined {
	const schemes = challenges.map((challenge) =>
		plainText(/^\s*[\w\-]+/v.exec(challenge)?.[0] ?? ''),
	);
	return status === 401 &&
		schemes.every((scheme) => /^(?!bearer$)./iv.test(scheme))
		? schemes[0]
		: undefined;
}

/** Where a redirect points to, without what may be secret in it. */
function targetOf({location, url, token}: FailedAnswer): string {
	if (location === undefined || !URL.canParse(location, url.href)) {
		return 'nowhere';
	}

	const {origin, pathname} = new URL(location, url);
	return plainText(origin + pathname, token);
}

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
