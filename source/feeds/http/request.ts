import type {Agent} from 'undici';
import {type Micros} from '../../log/entry.ts';
import {answerError} from './answer-error.ts';
import {refusePage} from './body.ts';
import {UnauthorizedError, UnexpectedAnswerError} from './errors.ts';
import {exchange, type RawAnswer} from './exchange.ts';
import {networkError} from './network-error.ts';
import {parseDate, parseRetryAfter} from './http-date.ts';
import {type Timeouts} from './timeouts.ts';

const errorBodyCharactersLimit = 64 * 1024;

export type Request = {
	readonly url: URL;
	readonly accept: string;
	/** A stream that may be silent for as long as it likes. */
	readonly isLive?: boolean;
	readonly signal: AbortSignal;
	/** Called when there is a connection and the request goes out. */
	readonly onSent?: () => void;
};

export type OpenAnswer = Omit<RawAnswer, 'status'> & {
	/** The server's clock when it answered: whole seconds. */
	readonly serverTime?: Micros;
};

/** The one place that sends. The answer's status is 2xx, all else is thrown as one of the classes of `errors.ts`; when the signal is aborted, its reason is. */
export type Send = (request: Request) => Promise<OpenAnswer>;

export function createSend({
	origin,
	token,
	timeouts,
}: {
	/** Where requests, and so the token, may go; to no other place. */
	readonly origin: string;
	readonly token?: string;
	readonly timeouts: Timeouts;
}): Send {
	let agent: Promise<Agent> | undefined;

	return async ({url, accept, isLive = false, signal, onSent}) => {
		signal.throwIfAborted();
		if (url.origin !== origin) {
			throw new UnexpectedAnswerError(
				`A request to ${url.host} was not sent: it is not ${origin}, and the token stays there. Check --api-url.`,
			);
		}

		const headers = {
			accept,
			'user-agent': 'deplog',
			...(token && {authorization: authorization(token)}),
		};
		agent ??= createAgent(timeouts.connect);
		const answer = await exchange(await agent, {
			url,
			headers,
			timeouts: isLive ? {headers: 0, body: 0} : timeouts,
			signal,
			onSent,
			explain: (cause) => networkError(cause, {url, token}),
		});
		await refuseFailed(answer, {url, token, timeout: timeouts.errorBody});
		signal.throwIfAborted();
		return {
			...answer,
			body: refusePage(answer.body, (start) =>
				answerError({
					url,
					status: answer.status,
					contentType: 'text/html',
					requestId: requestId(answer),
					body: new TextDecoder().decode(start),
					token,
				}),
			),
			serverTime: parseDate(answer.header('date')[0]),
		};
	};
}

/** Loaded when first needed: it takes some 80 ms, in which a first frame can be drawn. */
async function createAgent(connectTimeout: number): Promise<Agent> {
	// Bundled, a CommonJS package has a default export only.
	const {default: undici} = await import('undici');
	return new undici.Agent({connect: {timeout: connectTimeout}});
}

function authorization(token: string): string {
	if (!/^[\u0021-\u007E]+$/v.test(token)) {
		throw new UnauthorizedError(
			'The token holds blanks or characters that no token has, so it was not sent. Check DENO_DEPLOY_TOKEN.',
		);
	}

	return `Bearer ${token}`;
}

async function refuseFailed(
	answer: RawAnswer,
	{url, token, timeout}: {url: URL; token?: string; timeout: number},
): Promise<void> {
	const first = (name: string) => answer.header(name)[0];
	const {status} = answer;
	const contentType = first('content-type') ?? '';
	if (status < 200 || status >= 300 || /^\s*text\/html/iv.test(contentType)) {
		throw answerError({
			url,
			status,
			contentType,
			location: first('location'),
			requestId: requestId(answer),
			retryAfter: parseRetryAfter(first('retry-after'), first('date')),
			body: await readStart(answer, timeout),
			token,
		});
	}

	const encoding = first('content-encoding') ?? 'identity';
	if (encoding !== 'identity') {
		answer.close();
		throw new UnexpectedAnswerError(
			`${url.host} answered compressed without being asked to. Check whether a proxy stands in between.`,
			{status},
		);
	}
}

function requestId({header}: RawAnswer): string | undefined {
	return header('x-deno-ray')[0] ?? header('x-deno-trace-id')[0];
}

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
	}

	return text;
}
