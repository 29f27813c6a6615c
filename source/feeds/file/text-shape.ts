import {Buffer, isUtf8} from 'node:buffer';
import {createGunzip} from 'node:zlib';
import {type Readable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {arrayAsLines} from '../json/json-array.ts';

/** How the bytes of a file become lines. */
type Shape = 'lines' | 'array' | 'values' | 'utf16' | 'utf16-be';

const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Told by the first bytes: a JSON array, JSON objects over several lines, what PowerShell writes, or lines as they are; nothing where it is no text. */
export function shapeOf(head: Uint8Array): Shape | undefined {
	if (head[0] === 0xff && head[1] === 0xfe) {
		return 'utf16';
	}

	if (head[0] === 0xfe && head[1] === 0xff) {
		return 'utf16-be';
	}

	if (isNoText(head)) {
		return undefined;
	}

	const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
		.toString('utf8', 0, 4096)
		.replace(/^\uFEFF/v, '')
		.trimStart();
	return /^\[\s*(?:\{|\]\s*$)/v.test(text)
		? 'array'
		: /(?:^|\n)\{[ \t\r]{0,8}\n[ \t]{1,16}"/v.test(text)
			? 'values'
			: 'lines';
}

/** A crash leaves zeros in a log, and some programs part fields with other controls; what is no text is full of both, and no UTF-8 besides. */
function isNoText(head: Uint8Array): boolean {
	let zeros = 0;
	let controls = 0;
	for (const byte of head) {
		zeros += byte === 0 ? 1 : 0;
		controls += byte < space && !usualControls.has(byte) ? 1 : 0;
	}

	return (
		zeros > Math.max(fewControls, head.length * mostZeros) ||
		(controls > Math.max(fewControls, head.length * mostControls) &&
			!isUtf8(head))
	);
}

const fewControls = 4;
const mostZeros = 0.01;
const mostControls = 0.05;
/** Backspace, tab, the ends of lines and pages, escape. */
const usualControls: ReadonlySet<number> = new Set([
	0x08, 0x09, 0x0a, 0x0c, 0x0d, 0x1b,
]);

export function isGzip(head: Uint8Array): boolean {
	return head[0] === 0x1f && head[1] === 0x8b;
}

/** Lines of whatever shape it is. */
export async function* toLines(
	chunks: AsyncIterable<Uint8Array>,
	shape: Shape,
): AsyncGenerator<Uint8Array, void> {
	switch (shape) {
		case 'lines': {
			yield* chunks;
			return;
		}

		case 'array': {
			yield* arrayAsLines(chunks);
			return;
		}

		case 'values': {
			yield* valuesAsLines(chunks);
			return;
		}

		case 'utf16':
		case 'utf16-be': {
			const decoder = new TextDecoder(
				shape === 'utf16' ? 'utf-16le' : 'utf-16be',
			);
			for await (const chunk of chunks) {
				yield Buffer.from(decoder.decode(chunk, {stream: true}));
			}
		}
	}
}

/** Unpacks a stream. What comes before a fault is given out. */
export function gunzip(stream: Readable): AsyncIterable<Uint8Array> {
	const unpacked = createGunzip();
	stream.on('error', (error) => {
		unpacked.destroy(error);
	});
	return stream.pipe(unpacked);
}

/** The first bytes of a stream, and all of it: at least so many, unless it ends or has nothing more for a while. */
export async function peek(
	chunks: AsyncIterable<Uint8Array>,
	least: number,
	/** In milliseconds. */
	patience = 10_000,
): Promise<{
	readonly head: Uint8Array;
	readonly all: AsyncGenerator<Uint8Array, void>;
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
async function* valuesAsLines(
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
