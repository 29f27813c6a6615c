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
			const first = chunk.find((byte) => byte > space);
			isStart = first === undefined;
			if (first === lessThan) {
				throw createError(chunk);
			}
		}

		yield chunk;
	}
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

const space = 0x20;
const lessThan = 0x3c;
