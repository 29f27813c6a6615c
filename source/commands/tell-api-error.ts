import {ApiError} from '../feeds/errors.ts';
import {exitCodeOf} from './exit-code.ts';

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
