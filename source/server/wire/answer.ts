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

/** An answer that is no success: its status, and the body's `code` (as version 1 spells it) and `message`. */
export class Problem extends Error {
	override readonly name = 'Problem';
	readonly status: number;
	readonly code: string;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}

/** Version 2 has names of its own for some. */
const codes = new Map([
	['unauthorized', 'NOT_AUTHENTICATED'],
	['invalidParameter', 'MALFORMED_REQUEST'],
	['deploymentNotFound', 'REVISION_NOT_FOUND'],
]);

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

/** Writes `<url>; rel="next"` for each relation: the address of this request with other parameters. */
export function linkHeader(
	{url, faults}: Answer,
	relations: Readonly<
		Record<string, Readonly<Record<string, string | number>>>
	>,
	/** Where the links lead, where that is not here. */
	base?: {readonly origin: string; readonly path: string},
): string {
	return Object.entries(relations)
		.map(([relation, parameters]) => {
			const target = new URL(
				(base?.path ?? url.pathname) + url.search,
				faults.link?.origin ?? base?.origin ?? url.origin,
			);
			for (const [name, value] of Object.entries(parameters)) {
				target.searchParams.set(name, String(value));
			}

			return `<${target.href}>; rel="${relation}"`;
		})
		.join(', ');
}

export function invalidParameter(message: string): Problem {
	return new Problem(400, 'invalidParameter', message);
}

export function notFound(message: string): Problem {
	return new Problem(404, 'notFound', message);
}

/** Sends a problem flat, which is all that the official clients read. */
export async function sendProblem(
	answer: Answer,
	{status, code, message}: Problem,
): Promise<void> {
	await sendJson(answer, status, {
		code: answer.record.api === 'v2' ? upperSnakeCode(code) : code,
		message,
	});
}

function upperSnakeCode(code: string) {
	return codes.get(code) ?? code.replaceAll(/[A-Z]/gv, '_$&').toUpperCase();
}
