import {subscribe} from 'node:diagnostics_channel';
import {errorCode} from '../../base/error-code.ts';
import {abortReason} from '../signals.ts';
import {ApiError} from '../errors.ts';
import {type Route} from './routes.ts';
import {createByteQueue} from './byte-queue.ts';

/** Sends a request and takes its answer, whose body is paused while nobody reads it. An abort closes the connection, and is thrown, with the signal's reason, here or from the body. */
export async function exchange(
	route: Route,
	asked: Exchange,
	/** How often the connection was one that the server had closed meanwhile. */
	staleCount = 0,
): Promise<RawAnswer> {
	const {dispatcher} = route;
	const {url, headers, timeouts, signal, onSent, explain} = asked;
	return new Promise((resolve, reject) => {
		// That of undici; its type is not exported.
		let controller:
			| {
					readonly abort: (reason: Error) => void;
					readonly pause: () => void;
					readonly resume: () => void;
			  }
			| undefined;
		let isOver = false;
		let interimCount = 0;
		let isAnswered = false;
		let timer: NodeJS.Timeout | undefined;
		let wire: WireWatch | undefined;

		const queue = createByteQueue({
			pause() {
				controller?.pause();
			},
			resume() {
				controller?.resume();
			},
		});

		const settle = (reason?: Error) => {
			isOver = true;
			clearTimeout(timer);
			wire?.stop();
			signal.removeEventListener('abort', onAbort);
			if (reason !== undefined) {
				controller?.abort(reason);
			}
		};

		const close = () => {
			if (!isOver) {
				settle(new Error('No longer wanted'));
			}

			queue.clear();
			queue.end();
		};

		const fail = (error: Error) => {
			if (!isOver) {
				settle(error);
				queue.fail(error);
				reject(error);
			}
		};

		const failAfter = (milliseconds: number, code: string) => {
			clearTimeout(timer);
			if (milliseconds > 0) {
				timer = setTimeout(() => {
					fail(explain(Object.assign(new Error(code), {code})));
				}, milliseconds);
			}
		};

		const onAbort = () => {
			const reason = abortReason(signal);
			queue.clear();
			queue.fail(reason);
			close();
			reject(reason);
		};

		if (signal.aborted) {
			onAbort();
			return;
		}

		signal.addEventListener('abort', onAbort);
		failAfter(timeouts.connect * connectSteps, 'UND_ERR_CONNECT_TIMEOUT');
		dispatcher.dispatch(
			{
				origin: url.origin,
				path: url.pathname + url.search,
				method: 'GET',
				headers,
				// Counted here: undici begins anew with every byte.
				headersTimeout: 0,
				bodyTimeout: timeouts.body,
			},
			{
				onRequestStart(started) {
					controller = started;
					if (isOver) {
						started.abort(new Error('No longer wanted'));
					} else {
						failAfter(timeouts.headers, 'UND_ERR_HEADERS_TIMEOUT');
						wire = watchWire(() => {
							fail(
								new ApiError(
									'unexpected-answer',
									`${url.host} sends without end what is no part of its answer. Check --api-url, and whether a proxy stands in between.`,
								),
							);
						});
						onSent?.();
					}
				},
				onResponseStart(_, status, answerHeaders) {
					if (status < 200) {
						interimCount++;
						if (interimCount > mostInterim) {
							fail(
								new ApiError(
									'unexpected-answer',
									`${url.host} announces an answer again and again and gives none. Check --api-url, and whether a proxy stands in between.`,
								),
							);
						}

						return;
					}

					clearTimeout(timer);
					isAnswered = true;
					resolve({
						status,
						header: (name) => [answerHeaders[name] ?? []].flat(),
						body: readUntilClosed(queue.bytes(), close),
						close,
					});
				},
				onResponseData(_, chunk) {
					wire?.hear();
					queue.push(chunk);
				},
				onResponseEnd() {
					if (!isOver) {
						settle();
						queue.end();
					}
				},
				onResponseError(_, cause) {
					if (!isOver) {
						const isStale =
							!isAnswered && wire?.isStale() === true && isClosed(cause);
						settle();
						if (isStale && staleCount < mostStale) {
							resolve(exchange(route, asked, staleCount + 1));
							return;
						}

						const error = explain(isAnswered ? cause : refusedHeaders(cause));
						queue.fail(error);
						reject(error);
					}
				},
			},
		);
	});
}

/** A request as it goes out and its answer as it comes in, whatever its status. */
type Exchange = {
	readonly url: URL;
	readonly headers: Readonly<Record<string, string>>;
	/** In milliseconds; 0 for none. */
	readonly timeouts: Pick<Timeouts, 'connect' | 'headers' | 'body'>;
	readonly signal: AbortSignal;
	/** Called when there is a connection and the request goes out. */
	readonly onSent?: () => void;
	/** Makes a sentence of what undici says. */
	readonly explain: (cause: unknown) => Error;
};

/** An answer whose status says nothing yet. */
export type RawAnswer = {
	readonly status: number;
	/** All values of a header. */
	readonly header: (name: string) => readonly string[];
	/** Once only. What is not read any more is aborted on the wire. */
	readonly body: AsyncIterable<Uint8Array>;
	/** Aborts the rest on the wire; who reads the body is told that it ended. */
	readonly close: () => void;
};

/** In milliseconds. `headers` and `body` (the time between two entries or two chunks) do not hold for requests that may be silent for long. */
export type Timeouts = {
	readonly connect: number;
	readonly headers: number;
	readonly body: number;
	/** For the body of an answer that is an error. */
	readonly errorBody: number;
	/** A live request that is not refused within this time counts as accepted: a server may send its headers with the first entry. */
	readonly refusal: number;
};

export const defaultTimeouts: Timeouts = {
	connect: 10_000,
	headers: 30_000,
	body: 30_000,
	errorBody: 5000,
	refusal: 1000,
};

/** So many connections that were kept may have been closed by the server. */
const mostStale = 4;
/** As many answers before the answer (status 1xx) are none. */
const mostInterim = 99;
/** To open a connection takes several steps: a proxy, a tunnel, TLS. */
const connectSteps = 2;

/** What undici calls a body of another length, where no body was begun, are headers that say several lengths. */
function refusedHeaders(cause: Error): Error {
	return errorCode(cause) === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'
		? Object.assign(new Error('Several lengths', {cause}), {
				code: 'HPE_UNEXPECTED_CONTENT_LENGTH',
			})
		: cause;
}

function isClosed(cause: Error): boolean {
	return /^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/v.test(
		errorCode(cause) ?? '',
	);
}

async function* readUntilClosed(
	bytes: AsyncGenerator<Uint8Array, void>,
	close: () => void,
): AsyncGenerator<Uint8Array, void> {
	try {
		yield* bytes;
	} finally {
		close();
	}
}

/** In bytes: so much of what carries a body may come without any of it. */
const mostWithoutBody = 256 * 1024;

/** What the request that is being written is told of its connection. */
let take: ((socket: WireSocket) => void) | undefined;
let isSubscribed = false;

type WireSocket = {
	readonly bytesRead: number;
	readonly on: (event: 'readable', listener: () => void) => unknown;
	readonly off: (event: 'readable', listener: () => void) => unknown;
};

/** Told of the bytes of one answer, on a connection of HTTP/1.1. */
type WireWatch = {
	/** Some of the body has come. */
	readonly hear: () => void;
	/** The connection has carried an answer before, and nothing of this one: the server may have closed it meanwhile, and the request is sent anew. */
	readonly isStale: () => boolean;
	readonly stop: () => void;
};

/**
Notices an answer whose connection carries bytes without end and nothing of a body: the extension of a chunk may be as long as a server likes, and no time-out and no limit of undici's sees it.

To be called as the request is written: undici tells of the connection right after that.
*/
function watchWire(onEndless: () => void): WireWatch {
	let socket: WireSocket | undefined;
	let heardAt = 0;
	const check = () => {
		if (socket !== undefined && socket.bytesRead - heardAt > mostWithoutBody) {
			onEndless();
		}
	};

	if (!isSubscribed) {
		isSubscribed = true;
		subscribe('undici:client:sendHeaders', (message) => {
			// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- undici's documentation says so.
			take?.((message as {readonly socket: WireSocket}).socket);
			take = undefined;
		});
	}

	take = (given) => {
		socket = given;
		heardAt = given.bytesRead;
		given.on('readable', check);
	};

	return {
		hear() {
			heardAt = socket?.bytesRead ?? 0;
		},
		isStale: () =>
			socket !== undefined && heardAt > 0 && socket.bytesRead === heardAt,
		stop() {
			socket?.off('readable', check);
			socket = undefined;
		},
	};
}
