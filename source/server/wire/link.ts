import {type Answer} from './answer.ts';

/** Writes `<url>; rel="next"` for each relation: the address of this request with other parameters. */
export function linkHeader(
	{url, faults}: Answer,
	relations: Readonly<
		Record<string, Readonly<Record<string, string | number>>>
	>,
	/** Where the links lead, where that is not here. */
	base?: {readonly origin: string; readonly path: string},
): string {
	return Object.entries(relations)
		.map(([relation, parameters]) => {
			const target = new URL(
				(base?.path ?? url.pathname) + url.search,
				faults.link?.origin ?? base?.origin ?? url.origin,
			);
			for (const [name, value] of Object.entries(parameters)) {
				target.searchParams.set(name, String(value));
			}

			return `<${target.href}>; rel="${relation}"`;
		})
		.join(', ');
}
