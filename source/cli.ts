#!/usr/bin/env node
/** Where deplog begins. Answers `--version` by itself, which loads nothing else; all else is for `run-command.ts`. */
import {writeSync} from 'node:fs';
import process from 'node:process';
import packageJson from '../package.json' with {type: 'json'};

if (!isVersionTold(process.argv.slice(2))) {
	await import('./run-command.ts');
}

/** Whether the version was all that was asked for, and is written. Where it cannot be written, the command says why. */
function isVersionTold(words: readonly string[]): boolean {
	if (words.length !== 1 || words[0] !== '--version') {
		return false;
	}

	try {
		writeSync(1, `${packageJson.version}\n`);
		return true;
	} catch {
		return false;
	}
}
