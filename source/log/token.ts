/** Whether a word looks like an access token: `ddp_…` personal, `ddo_…` organization, and whatever comes of that kind. */
export function looksLikeToken(word: string): boolean {
	return /^-*dd[a-z][_\s]/iv.test(word);
}

/** For texts that might quote what was typed. */
export function withoutTokens(text: string, token?: string): string {
	const withoutKnown =
		token === undefined ? text : text.replaceAll(token, '[token]');
	return withoutKnown.replaceAll(/\bdd[a-z]_\w+/giv, '[token]');
}
