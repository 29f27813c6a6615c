/**
How many entries a second become of bytes, as JSON: `npx tsx benchmark/decode.ts`.

64 KiB at a time, cut anywhere, as a socket gives them; the median of several rounds.
*/
import process from 'node:process';
import {createEntryDecoder} from '../source/feeds/json/entry-decoder.ts';
import {jsonLines} from '../source/feeds/json/ndjson.ts';

const entryCount = 200_000;
const roundCount = 9;
const chunkBytes = 64 * 1024;

const start = Date.parse('2026-11-24T10:00:00.123Z');
const levels = ['info', 'info', 'info', 'warning', 'error', 'debug'];
const regions = ['gcp-us-east4', 'gcp-europe-west3', 'gcp-asia-east1'];

const lines = Array.from({length: entryCount}, (_, index) => ({
	time: new Date(start + index * 3).toISOString(),
	level: levels[index % levels.length],
	message: `GET /cart/${index} 200 in 12 ms `.padEnd(69, 'x') + '\n',
	region: regions[index % regions.length],
}));

const figures = {
	node: process.version,
	ndjson: await measure(
		lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
	),
	ndjsonWithEmoji: await measure(
		lines
			.map(
				(line) =>
					`${JSON.stringify({...line, message: `🚀 ${line.message}`})}\n`,
			)
			.join(''),
	),
	jsonArray: await measure(JSON.stringify(lines)),
};
console.log(JSON.stringify(figures, undefined, '\t'));

async function measure(text: string) {
	const bytes = new TextEncoder().encode(text);
	const rates: number[] = [];
	for (let round = 0; round < roundCount; round++) {
		const begin = performance.now();
		// eslint-disable-next-line no-await-in-loop -- Rounds must not disturb each other.
		const count = await decodeAll(bytes);
		rates.push((count / (performance.now() - begin)) * 1000);
	}

	rates.sort((a, b) => a - b);
	return {
		entriesPerSecond: Math.round(rates[Math.floor(roundCount / 2)] ?? 0),
		bytesPerEntry: Math.round(bytes.length / entryCount),
	};
}

async function decodeAll(bytes: Uint8Array) {
	const decode = createEntryDecoder(() => 0);
	let count = 0;
	for await (const block of jsonLines(cut(bytes))) {
		count += decode(block).entries.length;
	}

	return count;
}

async function* cut(bytes: Uint8Array) {
	for (let from = 0; from < bytes.length; from += chunkBytes) {
		yield bytes.subarray(from, from + chunkBytes);
	}
}
