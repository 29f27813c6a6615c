import {PassThrough} from 'node:stream';
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

/** What Ink's `render` is given, so that it draws on the screen. It reads no keys: those are handled before anything is drawn. */
export function createInkOptions({stream}: InkStdout): InkOptions {
	return {
		stdout: stream,
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- Ink asks nothing of a stream that it does not read.
		stdin: new PassThrough() as unknown as NodeJS.ReadStream,
		debug: true,
		interactive: true,
		patchConsole: false,
		exitOnCtrlC: false,
	};
}
