import {Buffer} from 'node:buffer';
import {Readable, type Transform} from 'node:stream';
import zlib from 'node:zlib';
import {errorCode} from '../../base/error-code.ts';
import {ApiError} from '../errors.ts';

/** What is asked for: a decompressor would hold back the entries of a live stream. */
export const acceptedEncodings = {past: 'gzip', live: 'identity'};

/** So many one within the other are no answer, but a trap. */
const mostEncodings = 3;

/**
The body as its server wrote it: gzip, deflate and brotli are undone where they come, whatever was asked for.

The header alone is not believed: a body that is plain text in spite of it is taken as it is, and so is one with an encoding that has no meaning here (`utf-8`, `none`). What begins as gzip does is gzip, also where nothing says so: stores of files serve it like that, and proxies compress what is compressed.
*/
export function decompress(
	body: AsyncIterable<Uint8Array>,
	encodings: readonly string[],
	host: string,
): AsyncIterable<Uint8Array> {
	const names = encodings
		.flatMap((header) => header.split(','))
		.map((name) => name.trim().toLowerCase())
		.filter((name) => isCompression(name) || /^(?:zstd|compress)$/v.test(name));
	if (names.length > mostEncodings) {
		throw new ApiError(
			'unexpected-answer',
			`${host} says that its answer is compressed ${names.length} times. Check whether a proxy stands in between.`,
		);
	}

	// The one that was applied last is undone first.
	let plain = body;
	for (const name of names.toReversed()) {
		plain = undo(plain, name, host);
	}

	return undo(plain, 'gzip', host);
}

function isCompression(name: string): name is keyof typeof creators {
	return Object.hasOwn(creators, name);
}

/** What is plain is handed on as it comes: nothing stands between its reader and the body once the first bytes have told. */
function undo(
	body: AsyncIterable<Uint8Array>,
	name: string,
	host: string,
): AsyncIterable<Uint8Array> {
	const chunks = body[Symbol.asyncIterator]();
	let source: AsyncIterator<Uint8Array> | undefined;
	const begin = async (): Promise<IteratorResult<Uint8Array>> => {
		const start = await readStart(chunks, name);
		if (isPlain(start, name)) {
			source = chunks;
			return {value: start, done: false};
		}

		if (!isCompression(name)) {
			await chunks.return?.();
			throw new ApiError(
				'unexpected-answer',
				`${host} answered compressed as ${name}, which was not asked for. Check whether a proxy stands in between.`,
			);
		}

		source = through(creators[name](start), chain(start, chunks), host);
		return source.next();
	};

	return {
		[Symbol.asyncIterator]: () => ({
			next: async () => (source === undefined ? begin() : source.next()),
			async return() {
				await source?.return?.();
				await chunks.return?.();
				return {value: undefined, done: true};
			},
		}),
	};
}

const creators = {
	gzip: () => zlib.createGunzip(),
	'x-gzip': () => zlib.createGunzip(),
	br: () => zlib.createBrotliDecompress(),
	// What is called so is mostly wrapped as zlib does, and sometimes not at all.
	deflate: ([first = 0, second = 0]: Uint8Array) =>
		first % 16 === 8 && (first * 256 + second) % 31 === 0
			? zlib.createInflate()
			: zlib.createInflateRaw(),
} satisfies Record<string, (start: Uint8Array) => Transform>;

/** The first bytes: as many as it takes to tell what they are. */
async function readStart(
	chunks: AsyncIterator<Uint8Array>,
	name: string,
): Promise<Uint8Array> {
	let start: Uint8Array = new Uint8Array();
	while (
		start.length < startBytes &&
		// Of a live stream nothing is held back that is no gzip.
		(start.length === 0 || !isGzip(name) || !isPlain(start, name))
	) {
		// eslint-disable-next-line no-await-in-loop -- A stream is read a chunk after the other.
		const result = await chunks.next();
		if (result.done) {
			return start;
		}

		start = Buffer.concat([start, result.value]);
	}

	return start;
}

const startBytes = 3;

function isGzip(name: string): boolean {
	return name === 'gzip' || name === 'x-gzip';
}

/** Whether the bytes are text in spite of what the header says. */
function isPlain(start: Uint8Array, name: string): boolean {
	if (start.length === 0) {
		return true;
	}

	if (isGzip(name)) {
		return start[0] !== 0x1f || (start.length > 1 && start[1] !== 0x8b);
	}

	return /^\s*(?:\[\s*[\{\]]|\{\s*["\}]|<[!A-Za-z])/v.test(
		Buffer.from(start).toString('latin1'),
	);
}

async function* chain(
	start: Uint8Array,
	rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
	yield start;
	yield* {[Symbol.asyncIterator]: () => rest};
}

async function* through(
	decompressor: Transform,
	compressed: AsyncIterable<Uint8Array>,
	host: string,
): AsyncGenerator<Uint8Array, void> {
	const source = Readable.from(compressed, {objectMode: true});
	let failure: unknown;
	source.once('error', (error) => {
		failure = error;
		decompressor.destroy(error);
	});
	source.pipe(decompressor);
	try {
		for await (const chunk of decompressor as AsyncIterable<Uint8Array>) {
			yield chunk;
		}
	} catch (error) {
		throw failure instanceof Error ? failure : brokenError(host, error);
	} finally {
		source.destroy();
		decompressor.destroy();
	}
}

function brokenError(host: string, cause: unknown): ApiError {
	return errorCode(cause) === 'Z_BUF_ERROR'
		? new ApiError(
				'cut-off',
				`The connection to ${host} was cut off within a compressed answer. Try again; if it stays so, check the network connection.`,
				{cause},
			)
		: new ApiError(
				'unexpected-answer',
				`${host} sent a compressed answer that cannot be read. Check whether a proxy stands in between.`,
				{cause, healing: 'soon'},
			);
}
