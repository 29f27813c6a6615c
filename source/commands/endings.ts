import process from 'node:process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {errorCode} from '../base/error-code.ts';
import {ApiError} from '../feeds/errors.ts';
import {userFolder} from '../config/folders.ts';
import {withoutTokens} from '../log/token.ts';
import {sanitizeLines} from '../text/sanitize.ts';

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
	[498, notAuthorized],
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

/** What is said of an error that is a bug of deplog: its message, and in which file the stack is. */
export function describeCrash(error: unknown, token?: string): string {
	const stack = error instanceof Error ? (error.stack ?? '') : '';
	const [message = ''] = String(error).split('\n', 1);
	const report = withoutTokens(`${stack === '' ? message : stack}\n`, token);
	const file = writeReport(report);
	const lines = [
		'deplog crashed. Please report this.',
		withoutTokens(message, token),
		...(file === undefined
			? []
			: [`The details are in ${file}, to be sent with the report.`]),
		'',
	];
	return sanitizeLines(lines.join('\n'), {hasColors: false}).join('\n');
}

/** Nothing where it can be written nowhere. */
function writeReport(report: string): string | undefined {
	const own = userFolder('XDG_STATE_HOME', process.env);
	const name = `deplog-crash-${Date.now()}-${process.pid}.txt`;
	for (const folder of [...(own === undefined ? [] : [own]), tmpdir()]) {
		const file = path.join(folder, name);
		try {
			mkdirSync(folder, {recursive: true, mode: 0o700});
			writeFileSync(file, report, {mode: 0o600, flag: 'wx'});
			return file;
		} catch {
			// The next folder may do.
		}
	}

	return undefined;
}
