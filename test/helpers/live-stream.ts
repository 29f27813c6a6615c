/** A stream of lines that a test has open: plain HTTP, without the program's client. */
export type LiveStream = {
	readonly response: Response;
	/** What has come so far, whole lines only. */
	readonly lines: readonly string[];
	/** How it ended, as soon as it has. */
	readonly ending: Promise<'ended' | 'broken' | 'aborted'>;
	abort: () => void;
};

export async function openStream(
	url: string,
	headers: Readonly<Record<string, string>> = {},
): Promise<LiveStream> {
	const controller = new AbortController();
	const response = await fetch(url, {
		headers: {accept: 'application/x-ndjson', ...headers},
		signal: controller.signal,
	});
	const lines: string[] = [];
	return {
		response,
		lines,
		ending: readLines(response, lines, controller.signal),
		abort() {
			controller.abort();
		},
	};
}

async function readLines(
	response: Response,
	lines: string[],
	signal: AbortSignal,
) {
	let rest = '';
	try {
		const decoder = new TextDecoder();
		const chunks: AsyncIterable<Uint8Array> | undefined =
			response.body ?? undefined;
		for await (const chunk of chunks ?? []) {
			const parts = `${rest}${decoder.decode(chunk, {stream: true})}`.split(
				'\n',
			);
			rest = parts.pop() ?? '';
			lines.push(...parts);
		}

		return 'ended';
	} catch {
		return signal.aborted ? 'aborted' : 'broken';
	}
}
