import {closeSync, fstatSync, openSync, readSync} from 'node:fs';
import {Buffer} from 'node:buffer';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {readTokenText} from './token-text.ts';
import {UsageError} from './usage-error.ts';

/** In bytes: a file that holds a token, and nothing else, is shorter. */
const mostBytes = 64 * 1024;

export type TokenFile = {
	readonly token: string;
	/** Other users of this machine can read it. */
	readonly isShared: boolean;
	/** It can be read again: a pipe cannot. */
	readonly isLasting: boolean;
};

/** Reads the token that a file holds. A `~` that the shell left in the path is the user's home. */
export function readTokenFile(given: string): TokenFile {
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
		file = openSync(filePath, 'r');
		const stats = fstatSync(file);
		return {
			bytes: readStart(file),
			mode: stats.mode,
			isFile: stats.isFile(),
		};
	} catch (error) {
		throw new UsageError(
			`The token file ${given} could not be read${codeOf(error)}. Name one that holds the access token.`,
			{cause: error},
		);
	} finally {
		if (file !== undefined) {
			closeSync(file);
		}
	}
}

/** A little more than a token file may have, however much there is: a device has no end. */
function readStart(file: number): Uint8Array {
	const bytes = Buffer.alloc(mostBytes + 1);
	let length = 0;
	for (;;) {
		const count = readSync(file, bytes, length, bytes.length - length, null);
		length += count;
		if (count === 0 || length === bytes.length) {
			return bytes.subarray(0, length);
		}
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

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error
		? ` (${String(error.code)})`
		: '';
}
