import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';
import {Buffer} from 'node:buffer';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {type TokenSource} from '../feeds/http/request.ts';
import {looksLikeToken} from '../log/token.ts';
import {codeWords, errorCode} from '../base/error-code.ts';
import {UsageError} from './usage-error.ts';

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

export type FoundToken = {
	readonly token?: string;
	/** Where it came from; a file can be read again. */
	readonly source?: TokenSource;
	readonly warnings: readonly string[];
};

export const tokenAdvice =
	'A token is never an argument, because other users of this machine could read it. Put it into DENO_DEPLOY_TOKEN, or into a file named with --token-file. If this one is real, revoke it: it may be in your shell history.';

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

const tokenVariables = ['DENO_DEPLOY_TOKEN', 'DEPLOY_ACCESS_TOKEN'] as const;

/** In bytes: a file that holds a token, and nothing else, is shorter. */
const mostBytes = 64 * 1024;

type TokenFile = {
	readonly token: string;
	/** Other users of this machine can read it. */
	readonly isShared: boolean;
	/** It can be read again: a pipe cannot. */
	readonly isLasting: boolean;
};

/** Reads the token that a file holds. A `~` that the shell left in the path is the user's home. */
function readTokenFile(given: string): TokenFile {
	const filePath = /^~(?:[\/\\]|$)/v.test(given)
		? path.join(os.homedir(), given.slice(1))
		: given;
	const {bytes, mode, isFile} = readFile(filePath, given);
	if (bytes.length > mostBytes) {
		throw new UsageError(
			`The token file ${given} is too long for one. Name one that holds the access token, and nothing else.`,
		);
	}

	const token = readTokenText(decode(bytes), `the file ${given}`);
	if (token === '') {
		throw new UsageError(
			`The token file ${given} is empty. Write the access token into it, and nothing else.`,
		);
	}

	return {
		token,
		// The permission bits of the group and of all others; Windows has none.
		isShared: isFile && process.platform !== 'win32' && mode % 0o100 !== 0,
		isLasting: isFile,
	};
}

function readFile(filePath: string, given: string) {
	let file: number | undefined;
	try {
		// A pipe to which nobody writes would not open else.
		// eslint-disable-next-line no-bitwise -- Flags of open(2).
		file = openSync(filePath, constants.O_RDONLY | constants.O_NONBLOCK);
		const stats = fstatSync(file);
		return {
			bytes: readStart(file, stats.isFIFO()),
			mode: stats.mode,
			isFile: stats.isFile(),
		};
	} catch (error) {
		throw new UsageError(
			`The token file ${given} could not be read${codeWords(error)}. Name one that holds the access token.`,
			{cause: error},
		);
	} finally {
		if (file !== undefined) {
			closeSync(file);
		}
	}
}

/** A little more than a token file may have, however much there is: a device has no end. A pipe is waited for as long as somebody has it open to write, and else for a moment only. */
function readStart(file: number, isPipe: boolean): Uint8Array {
	const bytes = Buffer.alloc(mostBytes + 1);
	let length = 0;
	let patience = isPipe ? writerPatience : 0;
	for (;;) {
		const count = readSome(file, bytes.subarray(length));
		length += count ?? 0;
		if (count === undefined || (count === 0 && length === 0 && patience > 0)) {
			patience -= count === 0 ? pause : 0;
			Atomics.wait(nobodyWakes, 0, 0, pause);
		} else if (count === 0 || length === bytes.length) {
			return bytes.subarray(0, length);
		}
	}
}

/** In milliseconds. */
const writerPatience = 2000;
const pause = 20;
const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));

/** How many bytes have come; nothing where more may come later. */
function readSome(file: number, bytes: Uint8Array): number | undefined {
	try {
		return readSync(file, bytes, 0, bytes.length, null);
	} catch (error) {
		if (errorCode(error) === 'EAGAIN') {
			return undefined;
		}

		throw error;
	}
}

/** Windows PowerShell writes UTF-16. */
function decode(bytes: Uint8Array): string {
	const [first, second] = bytes;
	const encoding =
		first === 0xff && second === 0xfe
			? 'utf-16le'
			: first === 0xfe && second === 0xff
				? 'utf-16be'
				: 'utf8';
	return new TextDecoder(encoding).decode(bytes);
}

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
