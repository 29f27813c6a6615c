import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {type IncomingMessage, type ServerResponse} from 'node:http';
import {type FaultsOfRequest, type OpenRecord} from '../faults/faults.ts';
import {pause} from '../given/waiting.ts';

/** One request and its answer, with the faults that hit it. */
export type Answer = {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly url: URL;
	readonly record: OpenRecord;
	readonly faults: FaultsOfRequest;
	/** Aborted when the answer is over, however it came to that. */
	readonly signal: AbortSignal;
	/** A reader that takes nothing for so long is cut off. */
	readonly stallMilliseconds: number;
};

export async function sendJson(
	answer: Answer,
	status: number,
	value: unknown,
): Promise<void> {
	const body = Buffer.from(JSON.stringify(value));
	startAnswer(answer, status, {
		'content-type': 'application/json',
		'content-length': body.length,
	});
	await sendChunks(answer, [body]);
}

/** Sends the headers at once, before there is any body. */
export function startAnswer(
	{response, record, faults}: Answer,
	status: number,
	headers: Readonly<Record<string, string | number>>,
): void {
	record.status = status;
	response.writeHead(status, {
		...headers,
		...(faults.contentType && {
			'content-type': faults.contentType.contentType,
		}),
	});
	response.flushHeaders();
}

/** Breaks the connection, without an end. */
export function cutAnswer({response, record}: Answer): void {
	record.state = 'cut';
	response.destroy();
}

/** Sends the chunks as fast as they are read, and ends the answer. */
export async function sendChunks(
	answer: Answer,
	chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
	const {response, faults, signal, stallMilliseconds} = answer;
	const {cut, end, slow} = faults;
	const endOfBody = end?.atByte ?? Number.POSITIVE_INFINITY;
	const cutOfBody = cut?.atByte ?? Number.POSITIVE_INFINITY;
	let left = Math.min(endOfBody, cutOfBody);
	const wholeChunks = left === 0 ? [] : chunks;
	for await (const chunk of wholeChunks) {
		for await (const piece of slow ? sip(chunk, slow, signal) : [chunk]) {
			if (signal.aborted) {
				return;
			}

			if (piece.length >= left) {
				await writeLast(response, piece.subarray(0, left), signal);
				left = 0;
				break;
			}

			left -= piece.length;
			if (!response.write(piece)) {
				await waitForDrain(response, signal, stallMilliseconds);
				if (response.writableNeedDrain && !signal.aborted) {
					cutAnswer(answer);
					return;
				}
			}
		}

		if (left === 0) {
			break;
		}
	}

	if (left === 0 && cutOfBody < endOfBody) {
		cutAnswer(answer);
		return;
	}

	response.end();
}

const sipsPerSecond = 20;

async function* sip(
	chunk: Uint8Array,
	{bytesPerSecond}: {bytesPerSecond: number},
	signal: AbortSignal,
) {
	const size = Math.max(1, Math.round(bytesPerSecond / sipsPerSecond));
	for (let index = 0; index < chunk.length; index += size) {
		const piece = chunk.subarray(index, index + size);
		yield piece;
		// eslint-disable-next-line no-await-in-loop -- Slowness is the purpose.
		await pause((piece.length / bytesPerSecond) * 1000, signal);
	}
}

/** Waits until the reader has taken what was written, at most for the time in which it must take something. */
async function waitForDrain(
	response: ServerResponse,
	signal: AbortSignal,
	milliseconds: number,
) {
	try {
		await once(response, 'drain', {
			signal: AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]),
		});
	} catch {
		// Aborted: the caller looks at the signal.
	}
}

/** Waits until the operating system has it all, so that a cut comes after it. */
async function writeLast(
	response: ServerResponse,
	piece: Uint8Array,
	signal: AbortSignal,
) {
	await new Promise<void>((resolve) => {
		const isSent = () => {
			signal.removeEventListener('abort', isSent);
			resolve();
		};

		signal.addEventListener('abort', isSent);
		response.write(piece, isSent);
	});
}
