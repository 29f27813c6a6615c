/** The code of an error of the system, such as `ENOENT`; nothing where it has none. */
export function errorCode(error: unknown): string | undefined {
	return error instanceof Error && 'code' in error
		? String(error.code)
		: undefined;
}

/** ` (ENOENT)`, to be put into a sentence; empty where there is no code. */
export function codeWords(error: unknown): string {
	const code = errorCode(error);
	return code === undefined ? '' : ` (${code})`;
}
