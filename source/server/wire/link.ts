import {type Answer} from './answer.ts';

/** `<url>; rel="next"` for each relation: the address of this request with other parameters. */
export function linkHeader(
	{url, faults}: Answer,
	relations: Readonly<
		Record<string, Readonly<Record<string, string | number>>>
	>,
): string {
	return Object.entries(relations)
		.map(([relation, parameters]) => {
			const target = new URL(
				url.pathname + url.search,
				faults.link?.origin ?? url.origin,
			);
			for (const [name, value] of Object.entries(parameters)) {
				target.searchParams.set(name, String(value));
			}

			return `<${target.href}>; rel="${relation}"`;
		})
		.join(', ');
}
