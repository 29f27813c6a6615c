import process from 'node:process';
import {findToken, type FoundToken} from '../token.ts';
import {readTokenText} from '../token-file.ts';
import {UsageError} from '../usage-error.ts';
import {type TokenPlace} from './settings.ts';

/** In milliseconds: somebody may have to unlock something. */
const patience = 120_000;

/** The token that the user's file leads to. `place` is how people know that entry: `FILE:12 targets.prod.token`. */
export function readOwnToken(
	{variable, file, command}: TokenPlace,
	place: string,
	environment: Readonly<Record<string, string | undefined>>,
): FoundToken {
	if (variable !== undefined) {
		const token = readTokenText(environment[variable] ?? '', variable);
		if (token === '') {
			throw new UsageError(
				`The variable ${variable} (${place}) holds no token. Set it.`,
			);
		}

		return {token, source: {place: variable}, warnings: []};
	}

	return file === undefined
		? runCommand(command ?? [], place)
		: findToken({}, file);
}

function runCommand(
	[program = '', ...words]: readonly string[],
	place: string,
): FoundToken {
	// Few need it, and it takes a while to load.
	const {execFileSync} = process.getBuiltinModule('node:child_process');
	let output: string;
	try {
		output = execFileSync(program, words, {
			encoding: 'utf8',
			stdio: ['inherit', 'pipe', 'inherit'],
			timeout: patience,
			maxBuffer: 64 * 1024,
		});
	} catch (error) {
		throw new UsageError(
			`The command that gives the token failed: ${program} (${place}). Run it by itself to see why.`,
			{cause: error},
		);
	}

	const token = readTokenText(output, `the output of ${program}`);
	if (token === '') {
		throw new UsageError(
			`The command that gives the token printed nothing: ${program} (${place}).`,
		);
	}

	return {token, source: {place: `the command ${program}`}, warnings: []};
}
