/** A server of past logs in a process of its own, which costs next to nothing: each of its pages is the same one at another time. Prints its address; its first argument says how many pages there are, the second how many entries on each. */
import {Buffer} from 'node:buffer';
import {createServer} from 'node:http';
import process from 'node:process';
import {createEntries, wireLine} from '../corpus.ts';

const [pageCount = 1, pageLength = 10_000] = process.argv.slice(2).map(Number);
/** In milliseconds. */
const start = Date.now() - pageCount * pageLength - 60_000;

const lines = createEntries({count: pageLength, from: start * 1000}).map(
	(entry) => `${wireLine(entry)}\n`,
);
const page = Buffer.from(lines.join(''));
const timeOffsets: number[] = [];
let offset = 0;
for (const line of lines) {
	timeOffsets.push(offset + line.indexOf('"time":"') + '"time":"'.length);
	offset += Buffer.byteLength(line);
}

function pageAt(number: number): Uint8Array {
	const body = Buffer.from(page);
	for (const [index, at] of timeOffsets.entries()) {
		const time = start + number * pageLength + index;
		body.write(new Date(time).toISOString(), at, 'latin1');
	}

	return body;
}

const server = createServer((request, response) => {
	const url = new URL(request.url ?? '', 'http://localhost');
	const number = Number(url.searchParams.get('cursor') ?? 0);
	url.searchParams.set('cursor', String(number + 1));
	response.writeHead(200, {
		'content-type': 'application/x-ndjson',
		...(number + 1 < pageCount && {
			link: `<${url.pathname}${url.search}>; rel="next"`,
		}),
	});
	response.end(pageAt(number));
});
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	if (typeof address === 'object' && address !== null) {
		process.stdout.write(`http://127.0.0.1:${address.port}\n`);
	}
});
