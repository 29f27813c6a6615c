import {UsageError} from './usage-error.ts';

export const tokenVariables = [
	'DENO_DEPLOY_TOKEN',
	'DEPLOY_ACCESS_TOKEN',
] as const;

/**
The token in a text as people keep it: alone, in quotes, behind `Bearer`, or in the lines of an environment file (`export DENO_DEPLOY_TOKEN='…'`), whose comments and other variables are passed over. Empty where there is none.

`source` is the name under which people know the text. What the text holds is never quoted: it may be a secret.
*/
export function readTokenText(text: string, source: string): string {
	const lines = text
		.replace(/^\uFEFF/v, '')
		.split(/\r\n|[\r\n]/v)
		.map((line) => line.trim())
		.filter((line) => line !== '' && !line.startsWith('#'));
	const assigned = lines.map((line) => readAssignment(line));
	const named = tokenVariables
		.map((name) => assigned.find((one) => one?.name === name))
		.find((one) => one !== undefined);
	if (named !== undefined) {
		return check(bare(named.value), source);
	}

	if (lines.length > 1) {
		throw new UsageError(
			`What ${source} holds is no access token, but ${lines.length} lines, none of which sets ${tokenVariables[0]}. Leave the line with the token, alone.`,
		);
	}

	const [line = ''] = lines;
	return check(bare(assigned[0]?.value ?? line), source);
}

/** `NAME=value`, also behind `export`, `set` or `$env:`. What could be a token that ends in `=` is none. */
function readAssignment(
	line: string,
): {readonly name: string; readonly value: string} | undefined {
	const [, name, value] =
		/^(?:(?:export|set|setenv)\s+|\$env:)?([a-z_]\w{0,63})\s*=\s*([^=\s].*)$/iv.exec(
			line,
		) ?? [];
	return name === undefined || value === undefined
		? undefined
		: {name: name.toUpperCase(), value};
}

/** Without quotes, a comment or a semicolon behind it, and the word that goes before a token in a header. */
function bare(value: string): string {
	const [, quote, quoted] =
		/^(["'`])(.*?)\1\s*(?:;\s*)?(?:#.*)?$/v.exec(value) ?? [];
	const inner =
		quote === undefined || quoted === undefined
			? value.replace(/\s#.*$/v, '').replace(/;$/v, '')
			: quoted;
	return inner
		.trim()
		.replace(/^authorization:\s*/iv, '')
		.replace(/^bearer\s+/iv, '')
		.trim();
}

function check(token: string, source: string): string {
	if (token === '' || /^[!#-&\(-~]+$/v.test(token)) {
		return token;
	}

	throw new UsageError(
		`What ${source} holds is no access token: there are blanks, quotes or other odd characters in it. Copy the token again, alone.`,
	);
}
