import process from 'node:process';
import {type Copied, copyText} from './clipboard.ts';
import {createInkOptions, type InkOptions} from './screen/ink-options.ts';
import {
	createInkStdout,
	type InkStdout,
	type Size,
} from './screen/ink-stdout.ts';
import {openInput} from './keys/input.ts';
import {type KeyEvent} from './keys/key.ts';
import {createKeys} from './keys/keys.ts';
import {enterModes, leaveModes} from './modes.ts';
import {openOutput} from './output.ts';
import {guardProcess, stopProcess} from './process-guard.ts';
import {type RowSource} from './screen/screen-surface.ts';
import {type PlacedSurface, Screen} from './screen/screen.ts';
import {startTimer} from './timer.ts';

/** Whether the key is done with; else Ink gets it, for a prompt to take. */
export type KeyHandler = (event: KeyEvent) => boolean;

export type Terminal = {
	readonly size: () => Size;
	/** For Ink's `render`: its frames are handed over, and it gets the keys that the handler leaves to it. */
	readonly createInk: (onFrame: (frame: string) => void) => Ink;
	/** Shows a frame as the ground of the screen. */
	readonly showGround: (frame: string) => void;
	/** The parts of the screen that paint themselves on the ground. */
	readonly surfaces: {readonly create: (source: RowSource) => PlacedSurface};
	/** Hands each key to the handler, one at a time. */
	readonly onKey: (handler: KeyHandler) => void;
	/** Calls back when the size has changed; returns how to stop that. */
	readonly onResize: (listener: (size: Size) => void) => () => void;
	/** Rings the terminal's bell. */
	readonly ring: () => void;
	/** Writes the whole screen anew (ctrl+l). */
	readonly repaint: () => void;
	/** Gives the terminal back to the shell until it continues deplog (ctrl+z). */
	readonly suspend: () => void;
	/** Takes a text to the reader's clipboard; resolves with where it is now, in words. Fails where it can be put nowhere. */
	readonly copy: (text: string) => Promise<Copied>;
	/** Shows a text, which must be safe, on the normal screen, until a key is pressed. */
	readonly showBare: (text: string) => Promise<void>;
	/** Leaves the terminal to what `run` does, and takes it back when that is done. */
	readonly lend: (run: () => Promise<void>) => Promise<void>;
	/** Leaves the terminal as it was, with these last words on it, which must be safe. */
	readonly close: (lastWords?: string) => void;
};

export type Ink = {
	readonly options: InkOptions;
	readonly remove: () => void;
};

export type TerminalOptions = {
	readonly stdin?: NodeJS.ReadStream;
	readonly stdout?: NodeJS.WriteStream;
	/** The terminal knows no other characters. */
	readonly isAscii?: boolean;
};

/** A terminal that nobody reads may not keep deplog from ending. */
const leaveMilliseconds = 200;
/** A stop takes effect at once, or, where no shell could continue us, never. */
const stopMilliseconds = 50;
/** An interrupt that was meant for a program that had the terminal may come after that program's end. */
const lateInterruptMilliseconds = 250;

/** Takes the terminal over: modes, keys, signals, and the screen, which is the only one to write to it. However the process ends, the terminal is left as it was. */
export function openTerminal({
	stdin = process.stdin,
	stdout = process.stdout,
	isAscii = false,
}: TerminalOptions = {}): Terminal {
	let handler: KeyHandler = () => false;
	const resizeListeners = new Set<(size: Size) => void>();
	const size = () => ({
		columns: stdout.columns || 80,
		rows: stdout.rows || 24,
	});

	let output: ReturnType<typeof openOutput> | undefined;
	const write = (bytes: string, written?: () => void) => {
		output?.write(bytes, written);
	};

	const screen = new Screen({
		isAscii,
		write,
		size,
		startTimer,
		now: () => performance.now(),
	});
	const keys = createKeys({
		handle(event) {
			screen.noteKey();
			return handler(event);
		},
		startTimer,
	});
	const input = openInput(stdin, keys.push);
	const inkStdouts = new Set<InkStdout>();
	const createInk = (onFrame: (frame: string) => void): Ink => {
		const inkStdout = createInkStdout({size, onFrame});
		inkStdouts.add(inkStdout);
		return {
			options: createInkOptions(inkStdout, keys.inkStdin),
			remove() {
				inkStdouts.delete(inkStdout);
			},
		};
	};

	let isLent = false;
	let returnedAt = Number.NEGATIVE_INFINITY;
	const enter = () => {
		if (output !== undefined || isLent) {
			return;
		}

		output = openOutput(stdout, () => {
			process.kill(process.pid, 'SIGHUP');
		});
		input.start();
		write(enterModes);
		screen.resume();
	};

	const leave = (lastWords = '') => {
		if (output === undefined) {
			return;
		}

		screen.halt();
		keys.reset();
		output.finish(leaveModes + lastWords, leaveMilliseconds);
		output = undefined;
		input.stop();
	};

	let cancelResume: (() => void) | undefined;
	const resume = () => {
		cancelResume?.();
		leave();
		enter();
	};

	const suspend = () => {
		leave();
		stopProcess();
		cancelResume = startTimer(resume, stopMilliseconds);
	};

	const lend = async (run: () => Promise<void>, lastWords?: string) => {
		leave(lastWords);
		isLent = true;
		try {
			await run();
		} finally {
			isLent = false;
			returnedAt = performance.now();
			enter();
		}
	};

	const endGuard = guardProcess({
		leave,
		suspend,
		resume,
		isLent: () =>
			isLent || performance.now() - returnedAt < lateInterruptMilliseconds,
	});
	const onSizeChange = () => {
		for (const inkStdout of inkStdouts) {
			inkStdout.resize();
		}

		for (const listener of resizeListeners) {
			listener(size());
		}

		screen.repaint();
	};

	stdout.on('resize', onSizeChange);
	enter();
	return {
		size,
		createInk,
		showGround(frame) {
			screen.showFrame(frame);
		},
		surfaces: {create: (source) => screen.create(source)},
		onKey(newHandler) {
			handler = newHandler;
		},
		onResize(listener) {
			resizeListeners.add(listener);
			return () => {
				resizeListeners.delete(listener);
			};
		},
		repaint() {
			screen.repaint();
		},
		ring() {
			write('\u0007');
		},
		suspend,
		copy: async (text) => copyText(text, {environment: process.env, write}),
		async showBare(text) {
			await lend(async () => pressed(stdin), text);
		},
		lend: async (run) => lend(run),
		close(lastWords) {
			cancelResume?.();
			stdout.off('resize', onSizeChange);
			leave(lastWords);
			endGuard();
		},
	};
}

/** Resolves when any key is pressed. */
async function pressed(stdin: NodeJS.ReadStream): Promise<void> {
	await new Promise<void>((resolve) => {
		const input = openInput(stdin, () => {
			input.stop();
			resolve();
		});
		input.start();
	});
}
