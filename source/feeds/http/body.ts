/** The body as it comes, up to a limit, beyond which there is an error. */
export async function* limitBytes(
	body: AsyncIterable<Uint8Array>,
	{bytesLimit, createError}: {bytesLimit: number; createError: () => Error},
): AsyncGenerator<Uint8Array, void> {
	let length = 0;
	for await (const chunk of body) {
		length += chunk.length;
		if (length > bytesLimit) {
			throw createError();
		}

		yield chunk;
	}
}

/** The body as it comes, unless it begins as a page of HTML does, which neither a log nor JSON can. */
export async function* refusePage(
	body: AsyncIterable<Uint8Array>,
	createError: (start: Uint8Array) => Error,
): AsyncGenerator<Uint8Array, void> {
	let isStart = true;
	for await (const chunk of body) {
		if (isStart) {
			const first = firstSign(chunk);
			isStart = first === undefined;
			if (first === lessThan) {
				throw createError(chunk);
			}
		}

		yield chunk;
	}
}

/** The body of an answer that is said to be HTML, once it has begun as JSON: some servers call everything so. */
export async function expectJson(
	body: AsyncIterable<Uint8Array>,
	createError: (start: Uint8Array) => Error,
): Promise<AsyncIterable<Uint8Array>> {
	const chunks = body[Symbol.asyncIterator]();
	const read: Uint8Array[] = [];
	let length = 0;
	for (let first: number | undefined; first === undefined;) {
		// eslint-disable-next-line no-await-in-loop -- A stream is read a chunk after the other.
		const result = await chunks.next();
		const chunk = result.done ? new Uint8Array() : result.value;
		read.push(chunk);
		length += chunk.length;
		first = firstSign(chunk);
		const isJson = first === openBrace || first === openBracket;
		const isOver = result.done === true || length > mostBlanks;
		if (!isJson && (first !== undefined || isOver)) {
			// eslint-disable-next-line no-await-in-loop -- It is the last one.
			await chunks.return?.();
			throw createError(chunk);
		}
	}

	return {
		async *[Symbol.asyncIterator]() {
			yield* read;
			yield* {[Symbol.asyncIterator]: () => chunks};
		},
	};
}

/** The first byte that is no blank, and of no byte order mark. */
function firstSign(chunk: Uint8Array): number | undefined {
	return chunk.find((byte) => byte > space && !byteOrderMark.has(byte));
}

export async function readText(
	body: AsyncIterable<Uint8Array>,
): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of body) {
		text += decoder.decode(chunk, {stream: true});
	}

	return text + decoder.decode();
}

/** In bytes. */
const mostBlanks = 64 * 1024;
const space = 0x20;
const lessThan = 0x3c;
const openBracket = 0x5b;
const openBrace = 0x7b;
/** Neither JSON nor HTML begins with one of them. */
const byteOrderMark: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf]);
