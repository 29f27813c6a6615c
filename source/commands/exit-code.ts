import process from 'node:process';
import {errorCode} from '../base/error-code.ts';
import {ApiError} from '../feeds/errors.ts';

/** What the shell is told of an error of the API. */
export function exitCodeOf({
	status,
}: {
	readonly status?: number | undefined;
}): number {
	return codes.get(status ?? 0) ?? 1;
}

const notAuthorized = 3;
const notFound = 4;
const codes: ReadonlyMap<number, number> = new Map([
	[401, notAuthorized],
	[403, notAuthorized],
	[404, notFound],
	[410, notFound],
]);

/** What the shell is told of standard output that could not be written to, and what the user is. */
export function exitCodeOfWriting(
	reason: unknown,
	onNotice: (text: string) => void,
): number {
	const code = errorCode(reason);
	// A reader that has seen enough, such as `head`, is no failure.
	if (code === 'EPIPE') {
		return 0;
	}

	// The window was closed, and nobody is there to be told.
	if (code === 'EIO' && process.stdout.isTTY) {
		return hungUp;
	}

	onNotice(
		code === 'ENOSPC'
			? 'Writing to standard output failed: there is no room left where it goes. What was written is not complete.'
			: `Writing to standard output failed: ${String(reason)}. Check where it goes.`,
	);
	return 1;
}

/** As by SIGHUP. */
export const hungUp = 129;

/** Says what the API answered, and what the shell is told of it; every other error is thrown on. */
export function tellApiError(
	error: unknown,
	onNotice: (text: string) => void,
): number {
	if (!(error instanceof ApiError)) {
		throw error;
	}

	onNotice(error.message);
	return exitCodeOf(error);
}
