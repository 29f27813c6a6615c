import {ApiError} from './errors.ts';
import {plainText} from './plain-text.ts';

/**
The address of the next page, from the `Link` headers (RFC 8288) of the page at `url`; `undefined` on the last page.

It holds a cursor, which only the server understands, so the address is followed as it is. A page that names itself is the last one when it is short; a full one goes round in a circle, which is for those to notice who read the pages.
*/
export function nextPage(
	links: readonly string[],
	{url, token, isFull}: {url: URL; token?: string; isFull: boolean},
): URL | undefined {
	const target = parseLinks(links.join(',')).find(
		({relations, isElsewhere}) => relations.includes('next') && !isElsewhere,
	)?.target;
	if (target === undefined || !URL.canParse(target, url.href)) {
		return undefined;
	}

	const next = new URL(target, url);
	if (next.origin !== url.origin) {
		throw new ApiError(
			'redirect',
			`${url.host} says that the next page is at ${plainText(next.origin, token)}, which is not asked, to keep the token with the API. Check --api-url: the server must be reached by the name that it knows itself by.`,
		);
	}

	return next.href === url.href && !isFull ? undefined : next;
}

type Link = {
	readonly target: string;
	readonly relations: readonly string[];
	/** Whether it is said of another page than this one. */
	readonly isElsewhere: boolean;
};

function parseLinks(header: string): Link[] {
	const links: Link[] = [];
	// A target in angle brackets, then parameters: names with a value, which may be quoted and hold any character.
	const pattern =
		/<([^>]*)>((?:\s*;\s*[^\s=;,<>"]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/gv;
	for (const [, target = '', parameters = ''] of header.matchAll(pattern)) {
		const values = parseParameters(parameters);
		links.push({
			target: target.trim(),
			relations: (values.get('rel') ?? '').toLowerCase().split(/\s+/v),
			isElsewhere: values.has('anchor'),
		});
	}

	return links;
}

function parseParameters(text: string): Map<string, string> {
	const values = new Map<string, string>();
	const pattern =
		/;\s*([^\s=;,"]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/gv;
	for (const [, name = '', quoted, bare] of text.matchAll(pattern)) {
		const key = name.toLowerCase();
		// Of several the first counts.
		if (!values.has(key)) {
			values.set(key, quoted?.replaceAll(/\\(.)/gv, '$1') ?? bare ?? '');
		}
	}

	return values;
}
