/** The text of a JSON string, given what stands between its quotes; nothing where it has an escape that is rare. */
export function unescaped(raw: string): string | undefined {
	let plain = '';
	let from = 0;
	for (let at = raw.indexOf('\\'); at !== -1; at = raw.indexOf('\\', from)) {
		const character = escapes.get(raw.codePointAt(at + 1) ?? 0);
		if (character === undefined) {
			return undefined;
		}

		plain += raw.slice(from, at) + character;
		from = at + 2;
	}

	return plain + raw.slice(from);
}

const escapes = new Map<number, string>(
	[
		['n', '\n'],
		['t', '\t'],
		['r', '\r'],
		['"', '"'],
		['\\', '\\'],
		['/', '/'],
	].map(([letter = '', character = '']) => [
		letter.codePointAt(0) ?? 0,
		character,
	]),
);
