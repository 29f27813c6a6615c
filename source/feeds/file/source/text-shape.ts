import {Buffer, isUtf8} from 'node:buffer';
import {once} from 'node:events';
import {createGunzip} from 'node:zlib';
import {type Readable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {arrayAsLines} from '../../json/value-lines.ts';

/** Told by the first bytes: a JSON array, JSON objects over several lines, or lines as they are. */
export function shapeOf(head: Uint8Array): Shape {
	const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
		.toString('utf8', 0, 4096)
		.replace(/^[\uFEFF\0]+/v, '')
		.trimStart();
	if (/^\[\s*(?:\{|\]\s*$)/v.test(text)) {
		return 'array';
	}

	// What stands before the first object may be a banner. Behind a time, an object is a part of what is said.
	const start = text.search(/^\{[ \t\r]{0,8}\n[ \t]{1,16}"/mv);
	return start === -1 || /\d:\d\d/v.test(text.slice(0, start))
		? 'lines'
		: 'values';
}

/** How the bytes of a file become lines. */
type Shape = 'lines' | 'array' | 'values';
/** How they are written. */
type Encoding = 'utf8' | 'utf-16le' | 'utf-16be';

const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const headLength = 64 * 1024;

/** What PowerShell writes, with a mark at its beginning or without, else UTF-8. */
export function encodingOf(head: Uint8Array): Encoding {
	const [first, second] = head;
	if (first === 0xff && second === 0xfe) {
		return 'utf-16le';
	}

	if (first === 0xfe && second === 0xff) {
		return 'utf-16be';
	}

	let even = 0;
	let odd = 0;
	for (let index = 0; index + 1 < head.length; index += 2) {
		even += head[index] === 0 ? 1 : 0;
		odd += head[index + 1] === 0 ? 1 : 0;
	}

	// Every other byte of a text in Latin letters is zero then, and the others are not.
	const pairs = head.length / 2;
	return odd > pairs * mostPart && even < pairs * leastPart
		? 'utf-16le'
		: even > pairs * mostPart && odd < pairs * leastPart
			? 'utf-16be'
			: 'utf8';
}

const mostPart = 0.7;
const leastPart = 0.05;

/** Text may hold some zeros, which a crash leaves, or a run of them, where a log was emptied while it was written, and other controls, by which some programs part fields. What is no text is full of both, and is no UTF-8. */
export function isText(head: Uint8Array): boolean {
	let zeros = 0;
	let run = 0;
	let controls = 0;
	let count = 0;
	for (const byte of head) {
		if (byte === 0) {
			run++;
			continue;
		}

		zeros += run < longRun ? run : 0;
		run = 0;
		count++;
		controls += byte < space && !usualControls.has(byte) ? 1 : 0;
	}

	return (
		zeros <= Math.max(fewControls, count * mostZeros) &&
		(controls <= Math.max(fewControls, count * mostControls) || isUtf8(head))
	);
}

const fewControls = 4;
const longRun = 8;
const mostZeros = 0.01;
const mostControls = 0.05;
/** Backspace, tab, the ends of lines and pages, escape. */
const usualControls: ReadonlySet<number> = new Set([
	0x08, 0x09, 0x0a, 0x0c, 0x0d, 0x1b,
]);

/** What makes text of bytes that are packed otherwise than as .gz, by the first of them. */
export function unpackerOf(head: Uint8Array): string | undefined {
	return unpackers.find(([offset, start]) =>
		start.every((byte, index) => head[offset + index] === byte),
	)?.[2];
}

/** Where the bytes stand by which each is known, and they. */
const unpackers: ReadonlyArray<
	readonly [offset: number, start: Uint8Array, command: string]
> = [
	[0, Buffer.from('28b52ffd', 'hex'), 'zstdcat'],
	[0, Buffer.from('fd377a585a00', 'hex'), 'xzcat'],
	[4, Buffer.from('1AY&SY'), 'bzcat'],
	[0, Buffer.from('04224d18', 'hex'), 'lz4 -dc'],
	[0, Buffer.from('1f9d', 'hex'), 'zcat'],
	[0, Buffer.from('504b0304', 'hex'), 'unzip -p'],
	[0, Buffer.from('377abcaf271c', 'hex'), '7z x -so'],
	[257, Buffer.from('ustar'), 'tar xOf'],
];

export function isGzip(head: Uint8Array): boolean {
	return head[0] === 0x1f && head[1] === 0x8b;
}

/** The lines of a stream, whatever its encoding and shape, or packed; where it is no text, what makes some of it, if that is known. At least `least` bytes of it are waited for, unless it has nothing more for a while. */
export async function readLines(
	stream: Readable,
	least = headLength,
	/** In milliseconds. */
	patience?: number,
): Promise<
	| {readonly lines: AsyncIterable<Uint8Array>}
	| {readonly unpacker: string | undefined}
> {
	let {head, all} = await peek(stream, least, patience);
	if (isGzip(head)) {
		({head, all} = await peek(gunzip(all), least));
	}

	const unpacker = unpackerOf(head);
	if (unpacker !== undefined) {
		return {unpacker};
	}

	const encoding = encodingOf(head);
	if (encoding !== 'utf8') {
		({head, all} = await peek(decode(all, encoding), least, patience));
	}

	return isText(head) ? {lines: toLines(all, shapeOf(head))} : {unpacker};
}

async function* decode(
	chunks: AsyncIterable<Uint8Array>,
	encoding: Encoding,
): AsyncGenerator<Uint8Array, void> {
	const decoder = new TextDecoder(encoding);
	for await (const chunk of chunks) {
		yield Buffer.from(decoder.decode(chunk, {stream: true}));
	}
}

function toLines(
	chunks: AsyncIterable<Uint8Array>,
	shape: Shape,
): AsyncIterable<Uint8Array> {
	return shape === 'array'
		? arrayAsLines(chunks)
		: shape === 'values'
			? objectsAsLines(chunks)
			: chunks;
}

/** Unpacks a stream. What comes before a fault is given out. */
async function* gunzip(
	chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
	const unpacker = createGunzip();
	const ready: Uint8Array[] = [];
	unpacker.on('data', (piece: Uint8Array) => {
		ready.push(piece);
	});
	let isOver = false;
	const over = once(unpacker, 'end').then(() => {
		isOver = true;
	});
	// It is told where it is waited for.
	over.catch(() => undefined);
	try {
		for await (const chunk of chunks) {
			const taken = new Promise<void>((resolve) => {
				unpacker.write(chunk, () => {
					resolve();
				});
			});
			await Promise.race([over, taken]);
			yield* ready.splice(0);
			// Zeros may fill up a block behind what was packed.
			if (isOver) {
				break;
			}
		}

		unpacker.end();
		await over;
	} catch (error) {
		yield* ready;
		throw error;
	} finally {
		unpacker.destroy();
	}

	yield* ready;
}

/** The first bytes of a stream, and all of it: at least so many, unless it ends or has nothing more for a while. */
async function peek(
	chunks: AsyncIterable<Uint8Array>,
	least: number,
	/** In milliseconds. */
	patience = 10_000,
): Promise<{
	readonly head: Uint8Array;
	readonly all: AsyncIterable<Uint8Array>;
}> {
	const iterator = chunks[Symbol.asyncIterator]();
	const patient = new AbortController();
	const tired = sleep(patience, 'tired' as const, {
		signal: patient.signal,
	}).catch(() => 'tired' as const);
	let head: Uint8Array = new Uint8Array();
	let next: Promise<IteratorResult<Uint8Array, unknown>> | undefined;
	try {
		while (head.length < least) {
			next ??= iterator.next();
			// eslint-disable-next-line no-await-in-loop -- A chunk follows the other.
			const result = await Promise.race([next, tired]);
			if (result === 'tired' || result.done === true) {
				break;
			}

			next = undefined;
			head = Buffer.concat([head, result.value]);
		}
	} catch (error) {
		// What came before the fault is read before it is told.
		if (head.length === 0) {
			throw error;
		}
	} finally {
		patient.abort();
	}

	return {head, all: goOn(head, iterator, next)};
}

async function* goOn(
	head: Uint8Array,
	rest: AsyncIterator<Uint8Array>,
	pending: Promise<IteratorResult<Uint8Array, unknown>> | undefined,
): AsyncGenerator<Uint8Array, void> {
	if (head.length > 0) {
		yield head;
	}

	for (
		let result = await (pending ?? rest.next());
		result.done !== true;
		// eslint-disable-next-line no-await-in-loop -- A chunk follows the other.
		result = await rest.next()
	) {
		yield result.value;
	}
}

/** JSON objects that are laid out over several lines → one line each; what stands between them stays as it is. An object begins with a brace at the start of a line. */
async function* objectsAsLines(
	chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
	let depth = 0;
	let isInText = false;
	let isEscaped = false;
	let isLineStart = true;
	for await (const chunk of chunks) {
		const bytes = Buffer.from(chunk);
		for (let index = 0; index < bytes.length; index++) {
			const byte = bytes[index] ?? 0;
			if (isInText) {
				isInText = isEscaped || byte !== quote;
				isEscaped = !isEscaped && byte === backslash;
				continue;
			}

			if (depth === 0) {
				depth = isLineStart && byte === openBrace ? 1 : 0;
				isLineStart = byte === newline;
				continue;
			}

			isInText = byte === quote;
			depth += byte === openBrace ? 1 : byte === closeBrace ? -1 : 0;
			if (byte === newline || byte === carriageReturn) {
				bytes[index] = space;
			}
		}

		yield bytes;
	}
}
