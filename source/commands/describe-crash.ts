import {mkdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {userFolder} from '../config/folders.ts';
import {withoutTokens} from '../log/token.ts';
import {sanitizeLines} from '../text/sanitize.ts';

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
