import type {Agent, Dispatcher} from 'undici';
import {abortReason} from './abort-reason.ts';
import {createByteQueue} from './byte-queue.ts';
import {type Timeouts} from './timeouts.ts';

/** A request as it goes out and its answer as it comes in, whatever its status. */
export type Exchange = {
	readonly url: URL;
	readonly headers: Readonly<Record<string, string>>;
	/** In milliseconds; 0 for none. */
	readonly timeouts: Pick<Timeouts, 'headers' | 'body'>;
	readonly signal: AbortSignal;
	/** Called when there is a connection and the request goes out. */
	readonly onSent?: () => void;
	/** Makes a sentence of what undici says. */
	readonly explain: (cause: unknown) => Error;
};

export type RawAnswer = {
	readonly status: number;
	/** All values of a header. */
	readonly header: (name: string) => readonly string[];
	/** Once only. What is not read any more is aborted on the wire. */
	readonly body: AsyncIterable<Uint8Array>;
	/** Aborts the rest on the wire; who reads the body is told that it ended. */
	readonly close: () => void;
};

/** An abort closes the connection, and is thrown, with the signal's reason, here or from the body. */
export async function exchange(
	agent: Agent,
	{url, headers, timeouts, signal, onSent, explain}: Exchange,
): Promise<RawAnswer> {
	return new Promise((resolve, reject) => {
		let controller: Dispatcher.DispatchController | undefined;
		let isOver = false;

		const queue = createByteQueue({
			pause() {
				controller?.pause();
			},
			resume() {
				controller?.resume();
			},
		});

		const settle = () => {
			isOver = true;
			signal.removeEventListener('abort', onAbort);
		};

		const close = () => {
			if (!isOver) {
				settle();
				controller?.abort(new Error('No longer wanted'));
			}

			queue.clear();
			queue.end();
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
		agent.dispatch(
			{
				origin: url.origin,
				path: url.pathname + url.search,
				method: 'GET',
				headers,
				headersTimeout: timeouts.headers,
				bodyTimeout: timeouts.body,
			},
			{
				onRequestStart(started) {
					controller = started;
					if (isOver) {
						started.abort(new Error('No longer wanted'));
					} else {
						onSent?.();
					}
				},
				onResponseStart(_, status, answerHeaders) {
					if (status >= 200) {
						resolve({
							status,
							header: (name) => [answerHeaders[name] ?? []].flat(),
							body: readUntilClosed(queue.bytes(), close),
							close,
						});
					}
				},
				onResponseData(_, chunk) {
					queue.push(chunk);
				},
				onResponseEnd() {
					settle();
					queue.end();
				},
				onResponseError(_, cause) {
					if (!isOver) {
						settle();
						const error = explain(cause);
						queue.fail(error);
						reject(error);
					}
				},
			},
		);
	});
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
