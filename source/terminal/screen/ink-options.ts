import {type InkStdin} from '../keys/ink-stdin.ts';
import {type InkStdout} from './ink-stdout.ts';

export type InkOptions = {
	readonly stdout: NodeJS.WriteStream;
	readonly stdin: NodeJS.ReadStream;
	/** Ink hands over whole frames. */
	readonly debug: true;
	/** Also where `CI` is set. */
	readonly interactive: true;
	readonly patchConsole: false;
	readonly exitOnCtrlC: false;
};

/** What Ink's `render` is given, so that it draws on the screen and reads the keys that are left to it. */
export function createInkOptions(
	{stream}: InkStdout,
	stdin: InkStdin,
): InkOptions {
	return {
		stdout: stream,
		stdin: stdin.stream,
		debug: true,
		interactive: true,
		patchConsole: false,
		exitOnCtrlC: false,
	};
}
