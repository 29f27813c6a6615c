import {Buffer} from 'node:buffer';
import {type Line} from '../given/served-deployment.ts';

export type Format = 'ndjson' | 'json';

/** So many lines are one chunk: a write for each line would be far slower. */
const linesPerChunk = 512;

/** Lines as NDJSON, many to a chunk, or as one JSON array when they have ended. */
export async function* formatLines(
	batches: AsyncIterable<readonly Line[]>,
	format: Format,
): AsyncGenerator<Uint8Array, void> {
	if (format === 'json') {
		yield* formatArray(await gather(batches));
		return;
	}

	for await (const batch of batches) {
		for (let index = 0; index < batch.length; index += linesPerChunk) {
			const lines = batch.slice(index, index + linesPerChunk);
			yield Buffer.concat([joinLines(lines, '\n'), newline]);
		}
	}
}

const newline = Buffer.from('\n');

function* formatArray(lines: readonly Line[]) {
	yield Buffer.from('[');
	for (let index = 0; index < lines.length; index += linesPerChunk) {
		if (index > 0) {
			yield Buffer.from(',');
		}

		yield joinLines(lines.slice(index, index + linesPerChunk), ',');
	}

	yield Buffer.from(']');
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
