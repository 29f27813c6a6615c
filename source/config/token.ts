import {type TokenSource} from '../feeds/http/request.ts';
import {looksLikeToken} from '../log/token.ts';
import {
	readTokenFile,
	type TokenFile,
	readTokenText,
	tokenVariables,
} from './token-file.ts';
import {UsageError} from './usage-error.ts';

export type FoundToken = {
	readonly token?: string;
	/** Where it came from; a file can be read again. */
	readonly source?: TokenSource;
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

	for (const name of tokenVariables) {
		const token = readTokenText(environment[name] ?? '', name);
		if (token !== '') {
			return {token, source: {place: name}, warnings: []};
		}
	}

	return tokenFile === undefined
		? {warnings: []}
		: describeFile(readTokenFile(tokenFile), tokenFile);
}

function describeFile(
	{token, isShared, isLasting}: TokenFile,
	name: string,
): FoundToken {
	return {
		token,
		source: {
			place: `the file ${name}`,
			...(isLasting && {reread: () => readAgain(name)}),
		},
		warnings: isShared
			? [
					`Other users of this machine can read the token file ${name}. Run: chmod 600 ${name}`,
				]
			: [],
	};
}

/** It may be gone, or written just now: then what is known stays. */
function readAgain(name: string): string | undefined {
	try {
		return readTokenFile(name).token;
	} catch (error) {
		if (error instanceof UsageError) {
			return undefined;
		}

		throw error;
	}
}
