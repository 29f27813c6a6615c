import process from 'node:process';
import {type Micros} from '../../log/entry.ts';
import {ApiError} from '../errors.ts';
import {ServerClock} from '../server-clock.ts';
import {answerError, networkError} from './errors.ts';
import {expectJson, refusePage} from './body.ts';
import {acceptedEncodings, decompress} from './decompress.ts';
import {exchange, type RawAnswer, type Timeouts} from './exchange.ts';
import {
	type Limits,
	limitUrl,
	noLimits,
	stricterLimits,
} from './refused-values.ts';
import {parseAge, parseDate, parseRetryAfter} from './retry.ts';
import {createRoutes, type Route} from './routes.ts';

/** Makes the one way in which requests are sent to an API: with its token, by the proxy that the environment names, and with errors that say what to do. */
export function createSend({
	origin,
	token: firstToken,
	tokenSource,
	timeouts,
	clock = new ServerClock(),
	environment = process.env,
}: SendOptions): Send {
	const route = createRoutes(new URL(origin), {
		connectTimeout: timeouts.connect,
		environment,
	});
	let token = firstToken;
	let limits = noLimits;

	const sendOnce = async (
		request: Request,
		token: string | undefined,
	): Promise<OpenAnswer> => {
		const {url, accept, isLive = false, signal} = request;
		const headers = {
			...request.headers,
			accept,
			'accept-encoding': acceptedEncodings[isLive ? 'live' : 'past'],
			'user-agent': 'deplog',
			...(token && {authorization: authorization(token, tokenSource)}),
		};
		const answer = await takeRoute(route, async (way) => {
			let isSent = false;
			try {
				return await exchange(way, {
					url,
					headers,
					timeouts: isLive ? {...timeouts, headers: 0, body: 0} : timeouts,
					signal,
					onSent() {
						isSent = true;
						request.onSent?.();
					},
					explain: (cause) =>
						networkError(cause, {url, token, proxy: way.proxy}),
				});
			} catch (error) {
				if (isSent || signal.aborted || !way.hasOther) {
					throw error;
				}

				way.avoid();
				return undefined;
			}
		});
		const serverTime = clock.hearDate(
			parseDate(answer.header('date')[0]),
			parseAge(answer.header('age')[0]),
		);
		const context = {url, token, tokenPlace: tokenSource?.place};
		const body = decompress(
			answer.body,
			answer.header('content-encoding'),
			url.host,
		);
		await refuseFailed({...answer, body}, context, timeouts.errorBody);
		const createPageError = (start: Uint8Array) =>
			answerError({
				...context,
				status: answer.status,
				contentType: 'text/html',
				requestId: requestId(answer),
				body: new TextDecoder().decode(start),
			});
		const isSaidHtml = /^\s*text\/html/iv.test(
			answer.header('content-type')[0] ?? '',
		);
		const checked = isSaidHtml
			? await expectJson(body, createPageError)
			: refusePage(body, createPageError);
		signal.throwIfAborted();
		return {
			...answer,
			body: checked,
			serverTime,
		};
	};

	const sendByToken: Send = async (request) => {
		const sent = token;
		try {
			return await sendOnce(request, sent);
		} catch (error) {
			if (!isTokenRefused(error)) {
				throw error;
			}

			// Another request may have been refused meanwhile, and have led to a new one.
			token = token === sent ? (tokenSource?.reread?.() ?? sent) : token;
			if (token === sent) {
				throw error;
			}

			return sendOnce(request, token);
		}
	};

	const sendWithin = async (
		request: Request,
		within: Limits,
	): Promise<OpenAnswer> => {
		const now = () => clock.now ?? clock.ours;
		const url = limitUrl(request.url, within, now());
		try {
			return await sendByToken({...request, url});
		} catch (error) {
			const stricter = stricterLimits(error, url, within, now());
			if (stricter === undefined) {
				throw error;
			}

			const answer = await sendWithin(request, stricter);
			// It was refused for just that.
			limits = stricter;
			return answer;
		}
	};

	return async (request) => {
		const {url, signal} = request;
		signal.throwIfAborted();
		if (url.origin !== origin) {
			throw new ApiError(
				'unexpected-answer',
				`A request to ${url.host} was not sent: it is not ${origin}, and the token stays there. Check --api-url.`,
			);
		}

		return sendWithin(request, limits);
	};
}

const errorBodyCharactersLimit = 64 * 1024;

type Request = {
	readonly url: URL;
	readonly accept: string;
	/** Beside `accept`. */
	readonly headers?: Readonly<Record<string, string>>;
	/** A stream that may be silent for as long as it likes. */
	readonly isLive?: boolean;
	readonly signal: AbortSignal;
	/** Called when there is a connection and the request goes out. */
	readonly onSent?: () => void;
};

export type OpenAnswer = Omit<RawAnswer, 'status'> & {
	/** The server's clock when it answered, as far as it is known: whole seconds. */
	readonly serverTime?: Micros;
};

/** The one place that sends. The answer's status is 2xx, all else is thrown as an `ApiError`; when the signal is aborted, its reason is. */
export type Send = (request: Request) => Promise<OpenAnswer>;

/** Where a token came from. */
export type TokenSource = {
	/** As people know it: a variable, a file. */
	readonly place: string;
	/** Reads it again: it may have been renewed since. */
	readonly reread?: () => string | undefined;
};

type SendOptions = {
	/** Where requests, and so the token, may go; to no other place. */
	readonly origin: string;
	readonly token?: string | undefined;
	readonly tokenSource?: TokenSource | undefined;
	readonly timeouts: Timeouts;
	/** Told the `Date` of each answer. */
	readonly clock?: ServerClock;
	/** What names the proxies. */
	readonly environment?: Readonly<Record<string, string | undefined>>;
};

/** The way to the server, and where it cannot be opened (`attempt` gives nothing) the other one. */
async function takeRoute(
	route: () => Promise<Route>,
	attempt: (way: Route) => Promise<RawAnswer | undefined>,
): Promise<RawAnswer> {
	const way = await route();
	return (await attempt(way)) ?? takeRoute(route, attempt);
}

function isTokenRefused(error: unknown): boolean {
	return (
		error instanceof ApiError && (error.status === 401 || error.status === 403)
	);
}

function authorization(token: string, source?: TokenSource): string {
	if (!/^[\u0021-\u007E]+$/v.test(token)) {
		throw new ApiError(
			'unauthorized',
			`The token holds blanks or characters that no token has, so it was not sent. Check ${source?.place ?? 'DENO_DEPLOY_TOKEN'}.`,
		);
	}

	return `Bearer ${token}`;
}

async function refuseFailed(
	answer: RawAnswer,
	context: {url: URL; token?: string; tokenPlace?: string},
	timeout: number,
): Promise<void> {
	const first = (name: string) => answer.header(name)[0];
	const {status} = answer;
	if (status < 200 || status >= 300 || isPartial(answer)) {
		throw answerError({
			...context,
			status,
			contentType: first('content-type') ?? '',
			location: first('location'),
			challenges: answer.header('www-authenticate'),
			requestId: requestId(answer),
			retryAfter: parseRetryAfter(first('retry-after'), first('date')),
			body: await readStart(answer, timeout),
		});
	}
}

/** Nobody asked for a part: something in between lost the rest. */
function isPartial({status, header}: RawAnswer): boolean {
	if (status !== 206) {
		return false;
	}

	const range =
		/^\s*bytes\s+(?<from>\d+)-(?<to>\d+)\/(?<length>\d+)\s*$/iv.exec(
			header('content-range')[0] ?? '',
		)?.groups;
	return (
		range === undefined ||
		Number(range['to']) - Number(range['from']) + 1 !== Number(range['length'])
	);
}

/** The name of the request by the API, else by what stands before it. */
function requestId({header}: RawAnswer): string | undefined {
	return requestIdHeaders
		.map((name) => header(name)[0])
		.find((id) => id !== undefined && id !== '');
}

const requestIdHeaders = [
	'x-deno-ray',
	'x-deno-trace-id',
	'x-request-id',
	'cf-ray',
];

/** The start of the body, as far as it comes in time. */
async function readStart(answer: RawAnswer, timeout: number): Promise<string> {
	const decoder = new TextDecoder();
	const timer = setTimeout(answer.close, timeout);
	let text = '';
	try {
		for await (const chunk of answer.body) {
			text += decoder.decode(chunk, {stream: true});
			if (text.length > errorBodyCharactersLimit) {
				break;
			}
		}
	} catch {
		// The status says what is wrong; a body that broke could only have added words.
	} finally {
		clearTimeout(timer);
		answer.close();
	}

	return text;
}

/** Opens a live stream. A server may send its headers with the first entry, hours later: who is not refused within a second is accepted. */
export async function sendLive(
	send: Send,
	{
		url,
		accept,
		signal,
		onAccepted,
		refusalTimeout,
	}: {
		url: URL;
		accept: string;
		signal: AbortSignal;
		onAccepted?: (answer: {serverTime?: Micros}) => void;
		refusalTimeout: number;
	},
): Promise<OpenAnswer> {
	let isAccepted = false;
	let timer: NodeJS.Timeout | undefined;
	const tell = (serverTime?: Micros) => {
		if (!isAccepted) {
			isAccepted = true;
			onAccepted?.({serverTime});
		}
	};

	try {
		const answer = await send({
			url,
			accept,
			isLive: true,
			signal,
			onSent() {
				clearTimeout(timer);
				timer = setTimeout(tell, refusalTimeout);
			},
		});
		tell(answer.serverTime);
		return answer;
	} finally {
		clearTimeout(timer);
	}
}
