import {Buffer} from 'node:buffer';
import {type Line} from '../given/served-deployment.ts';
import {pause} from '../given/waiting.ts';

/** Turns lines into the bytes of an answer, many lines to a chunk. */
export async function* formatLines(
	batches: AsyncIterable<readonly Line[]>,
	format: Format,
): AsyncGenerator<Uint8Array, void> {
	if (format === 'json') {
		yield* formatArray(await gather(batches));
	} else if (format === 'sse') {
		yield* formatEvents(batches);
	} else {
		for await (const batch of batches) {
			for (const lines of cutIntoChunks(batch)) {
				yield Buffer.concat([joinLines(lines, '\n'), newline]);
			}
		}
	}
}

/** Lines as they are, one JSON document when they have ended, or server-sent events. */
export type Format = 'ndjson' | 'json' | 'sse';

/** So many lines are one chunk: a write for each line would be far slower. */
const linesPerChunk = 512;

/** A stream of events has a comment so often, as a sign of life. */
const heartbeatMilliseconds = 5000;

/** A page of version 2's logs. */
export function* formatPage(
	lines: readonly Line[],
	nextCursor: string | undefined,
): Generator<Uint8Array, void> {
	yield Buffer.from('{"logs":');
	yield* formatArray(lines);
	yield Buffer.from(`,"next_cursor":${JSON.stringify(nextCursor ?? null)}}`);
}

const newline = Buffer.from('\n');

function* formatArray(lines: readonly Line[]) {
	yield Buffer.from('[');
	let isFirst = true;
	for (const chunk of cutIntoChunks(lines)) {
		if (!isFirst) {
			yield Buffer.from(',');
		}

		isFirst = false;
		yield joinLines(chunk, ',');
	}

	yield Buffer.from(']');
}

/** Ends with an event of its own, `done`, or `error` where the lines broke off. */
async function* formatEvents(
	batches: AsyncIterable<readonly Line[]>,
): AsyncGenerator<Uint8Array, void> {
	const comment = Buffer.from(': \n\n');
	yield comment;
	const iterator = batches[Symbol.asyncIterator]();
	let next = iterator.next();
	try {
		for (;;) {
			const result = await waitAtMost(next, heartbeatMilliseconds); // eslint-disable-line no-await-in-loop -- One batch after the other.
			if (result === undefined) {
				yield comment;
			} else if (result.done) {
				yield Buffer.from('event: done\n\n');
				return;
			} else {
				for (const lines of cutIntoChunks(result.value)) {
					yield Buffer.concat(lines.map((line) => formatEvent(line)));
				}

				next = iterator.next();
			}
		}
	} catch (error) {
		const problem = {code: 'INTERNAL_SERVER_ERROR', message: String(error)};
		yield Buffer.from(`event: error\ndata: ${JSON.stringify(problem)}\n\n`);
	} finally {
		void iterator.return?.();
	}
}

function formatEvent(line: Line): Uint8Array {
	return typeof line === 'string'
		? Buffer.from(
				`event: message\ndata: ${line.replaceAll('\n', '\ndata: ')}\n\n`,
			)
		: Buffer.concat([
				Buffer.from('event: message\ndata: '),
				line,
				Buffer.from('\n\n'),
			]);
}

/** Undefined where the promise has not settled in time. */
async function waitAtMost<Value>(
	promise: Promise<Value>,
	milliseconds: number,
): Promise<Value | undefined> {
	const settled = new AbortController();
	try {
		return await Promise.race([
			promise,
			pause(milliseconds, settled.signal).then(() => undefined),
		]);
	} finally {
		settled.abort();
	}
}

function* cutIntoChunks(lines: readonly Line[]) {
	for (let index = 0; index < lines.length; index += linesPerChunk) {
		yield lines.slice(index, index + linesPerChunk);
	}
}

async function gather(batches: AsyncIterable<readonly Line[]>) {
	const all: Line[] = [];
	for await (const batch of batches) {
		for (const line of batch) {
			all.push(line);
		}
	}

	return all;
}

function joinLines(lines: readonly Line[], separator: string): Uint8Array {
	if (lines.every((line) => typeof line === 'string')) {
		return Buffer.from(lines.join(separator));
	}

	return Buffer.concat(
		lines.flatMap((line, index) => [
			Buffer.from(index === 0 ? '' : separator),
			typeof line === 'string' ? Buffer.from(line) : line,
		]),
	);
}
