/** The next page, as the `Link` headers (RFC 8288) of the page at `url` name it; `undefined` on the last page. */
export type NextPage = {
	/** Opaque. Nothing else of the link is used: behind a proxy, servers name themselves by another scheme, host or port. */
	readonly cursor?: string;
	/** It names a cursor, which is empty, as some do on the last page. */
	readonly isBlank?: boolean;
};

export function readNextPage(
	links: readonly string[],
	url: URL,
): NextPage | undefined {
	const target = parseLinks(links.join(',')).find(
		({relations, isElsewhere}) => relations.includes('next') && !isElsewhere,
	)?.target;
	if (target === undefined) {
		return undefined;
	}

	const cursor = URL.canParse(target, url.href)
		? new URL(target, url).searchParams.get('cursor')
		: null;
	return cursor === null ? {} : cursor === '' ? {isBlank: true} : {cursor};
}

type Link = {
	readonly target: string;
	readonly relations: readonly string[];
	/** Whether it is said of another page than this one. */
	readonly isElsewhere: boolean;
};

/** A target, then parameters: names with a value, which may be quoted and hold any character. A target belongs in angle brackets; without them it ends where its parameters begin. What cannot be read is passed over; nothing is read twice. */
function parseLinks(header: string): Link[] {
	const links: Link[] = [];
	let from = skip(/[\s,]/v, header, 0);
	while (from < header.length) {
		const target = takeTarget(header, from);
		if (target === undefined) {
			from = skip(/[\s,]/v, header, from + 1);
			continue;
		}

		const {values, toIndex} = parseParameters(header, target.toIndex);
		links.push({
			target: target.found,
			relations: (values.get('rel') ?? '').toLowerCase().split(/\s+/v),
			isElsewhere: values.has('anchor'),
		});
		from = skip(/[\s,]/v, header, toIndex);
	}

	return links;
}

function takeTarget(header: string, index: number): Taken | undefined {
	if (header[index] !== '<') {
		return takeMatch(/(?<found>[^\s,;<>"]+)/vy, header, index);
	}

	const end = header.indexOf('>', index);
	return {
		found: header.slice(index + 1, end === -1 ? undefined : end).trim(),
		toIndex: end === -1 ? header.length : end + 1,
	};
}

/** The parameters that begin at an index, each with its `;`, and where they end. */
function parseParameters(
	header: string,
	fromIndex: number,
): {readonly values: ReadonlyMap<string, string>; readonly toIndex: number} {
	const values = new Map<string, string>();
	let toIndex = fromIndex;
	for (;;) {
		const name = takeMatch(
			/\s*;\s*(?<found>[^\s=;,<>"]+)\s*/vy,
			header,
			toIndex,
		);
		if (name === undefined) {
			return {values, toIndex};
		}

		toIndex = name.toIndex;
		let value = '';
		if (header[toIndex] === '=') {
			const read =
				takeQuoted(header, skip(/\s/v, header, toIndex + 1)) ??
				takeMatch(/\s*(?<found>[^\s;,"]*)/vy, header, toIndex + 1);
			value = read?.found ?? '';
			toIndex = read?.toIndex ?? toIndex + 1;
		}

		const key = name.found.toLowerCase();
		// Of several the first counts.
		if (!values.has(key)) {
			values.set(key, value);
		}
	}
}

type Taken = {readonly found: string; readonly toIndex: number};

function takeMatch(
	pattern: RegExp,
	header: string,
	index: number,
): Taken | undefined {
	pattern.lastIndex = index;
	const found = pattern.exec(header)?.groups?.['found'];
	return found === undefined ? undefined : {found, toIndex: pattern.lastIndex};
}

function skip(passed: RegExp, header: string, index: number): number {
	let at = index;
	while (at < header.length && passed.test(header.charAt(at))) {
		at++;
	}

	return at;
}

/** A quoted value, without its quotes and backslashes; nothing where there is none, or it is not closed. Some servers quote as their language does. */
function takeQuoted(header: string, index: number): Taken | undefined {
	const quote = header[index];
	if (quote !== '"' && quote !== "'") {
		return undefined;
	}

	let found = '';
	for (let at = index + 1; at < header.length; at++) {
		const character = header.charAt(at);
		if (character === quote) {
			return {found, toIndex: at + 1};
		}

		if (character === '\\') {
			at++;
		}

		found += header.charAt(at);
	}

	return undefined;
}
