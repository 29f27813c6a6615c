import {readFileSync, statSync} from 'node:fs';
import process from 'node:process';
import {looksLikeToken} from '../log/token.ts';
import {UsageError} from './usage-error.ts';

export type FoundToken = {
	readonly token?: string;
	/** As people know the place: a variable, a file. */
	readonly from?: string;
	readonly warnings: readonly string[];
};

export const tokenAdvice =
	'A token is never an argument, because other users of this machine could read it. Put it into DENO_DEPLOY_TOKEN, or into a file named with --token-file. If this one is real, revoke it: it may be in your shell history.';

/** `DENO_DEPLOY_TOKEN`, else `DEPLOY_ACCESS_TOKEN`, else the file. One that is empty counts as not set. */
export function findToken(
	environment: Readonly<Record<string, string | undefined>>,
	tokenFile: string | undefined,
): FoundToken {
	if (tokenFile !== undefined && looksLikeToken(tokenFile)) {
		throw new UsageError(tokenAdvice);
	}

	for (const name of ['DENO_DEPLOY_TOKEN', 'DEPLOY_ACCESS_TOKEN']) {
		const token = environment[name]?.trim() ?? '';
		if (token !== '') {
			return {token: checked(token, name), from: name, warnings: []};
		}
	}

	return tokenFile === undefined ? {warnings: []} : readTokenFile(tokenFile);
}

function readTokenFile(path: string): FoundToken {
	const token = readText(path).trim();
	if (token === '') {
		throw new UsageError(
			`The token file ${path} is empty. Write the access token into it, and nothing else.`,
		);
	}

	// The permission bits of the group and of all others; Windows has none.
	const isShared =
		process.platform !== 'win32' && statSync(path).mode % 0o100 !== 0;
	return {
		token: checked(token, `the file ${path}`),
		from: path,
		warnings: isShared
			? [
					`Other users of this machine can read the token file ${path}. Run: chmod 600 ${path}`,
				]
			: [],
	};
}

function readText(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		throw new UsageError(
			`The token file ${path} could not be read${codeOf(error)}. Name one that holds the access token.`,
			{cause: error},
		);
	}
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error
		? ` (${String(error.code)})`
		: '';
}

function checked(token: string, source: string): string {
	if (/^[!-~]+$/v.test(token)) {
		return token;
	}

	throw new UsageError(
		`What ${source} holds is no access token: there are blanks or other odd characters in it. Copy the token again, alone.`,
	);
}
