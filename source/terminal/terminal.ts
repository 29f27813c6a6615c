import process from 'node:process';
import {type Copied, copyText} from './clipboard.ts';
import {
	createInkOptions,
	type InkOptions,
	createInkStdout,
	type InkStdout,
	type Size,
} from './screen/ink-stdout.ts';
import {openInput, createKeys, type KeyHandler} from './keys/input.ts';
import {type LastResort, startLastResort} from './last-resort.ts';
import {cancel, openOutput} from './output.ts';
import {guardProcess, stopProcess, keepStrayOutput} from './process-guard.ts';
import {type RowSource, type PlacedSurface, Screen} from './screen/screen.ts';
import {startTimer} from './timer.ts';

/** The terminal that the explorer has taken over: what is drawn on it, and what comes from it. */
export type Terminal = {
	readonly size: () => Size;
	/** For Ink's `render`: its frames are handed over. */
	readonly createInk: (onFrame: (frame: string) => void) => Ink;
	/** Shows a frame as the ground of the screen. */
	readonly showGround: (frame: string) => void;
	/** The parts of the screen that paint themselves on the ground. */
	readonly surfaces: {readonly create: (source: RowSource) => PlacedSurface};
	/** Hands each key to the handler, one at a time; without one they wait for the next. */
	readonly onKey: (handler: KeyHandler | undefined) => void;
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
	/** Leaves the terminal to what `run` does, and takes it back when that is done. Told where the errors of a program are to be shown. */
	readonly lend: (
		run: (errorDescriptor: number | undefined) => Promise<void>,
	) => Promise<void>;
	/** Leaves the terminal as it was, with these last words on it, which must be safe. */
	readonly close: (lastWords?: string) => void;
};

type Ink = {
	readonly options: InkOptions;
	readonly remove: () => void;
};

type TerminalOptions = {
	readonly stdin?: NodeJS.ReadStream;
	readonly stdout?: NodeJS.WriteStream;
	/** The terminal knows no other characters. */
	readonly isAscii?: boolean;
	/** The terminal is asked to tell what the mouse does. */
	readonly hasMouse?: boolean;
	/** What is said of an error that nobody caught, safe to show. */
	readonly describeCrash?: (error: unknown) => string;
};

/** The thread that ends a program that is stuck may not delay the first frames. */
const lastResortMilliseconds = 500;
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
	hasMouse = false,
	describeCrash,
}: TerminalOptions = {}): Terminal {
	const {isTTY: isOutputTerminal} = stdout;
	// Bound before the stream is taken from all others.
	const writeToStream = stdout.write.bind(stdout);
	const openOwnOutput = () =>
		openOutput({isOutputTerminal, writeToStream, onGone: hangUp});
	const modes = createModes({hasMouse});
	const resizeListeners = new Set<(size: Size) => void>();
	const size = () => ({
		columns: stdout.columns || 80,
		rows: stdout.rows || 24,
	});

	let lastResort: LastResort | undefined;
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
	const keys = createKeys({startTimer, hasMouse});
	let onBytes = keys.push;
	const input = openInput(
		stdin,
		(bytes) => {
			onBytes(bytes);
		},
		hangUp,
	);
	const stray = keepStrayOutput(stdout);
	const inkStdouts = new Set<InkStdout>();
	const createInk = (onFrame: (frame: string) => void): Ink => {
		const inkStdout = createInkStdout({size, onFrame});
		inkStdouts.add(inkStdout);
		return {
			options: createInkOptions(inkStdout),
			remove() {
				inkStdouts.delete(inkStdout);
			},
		};
	};

	let isLent = false;
	let hasEnded = false;
	let returnedAt = Number.NEGATIVE_INFINITY;
	const enter = () => {
		if (output !== undefined || isLent || hasEnded) {
			return;
		}

		output = openOwnOutput();
		input.start();
		refreshSize(stdout);
		write(modes.enter(size().rows));
		screen.resume();
		lastResort?.watch(true);
	};

	const leave = (lastWords = '') => {
		if (output === undefined) {
			return;
		}

		screen.halt();
		keys.reset();
		output.finish(modes.leave + lastWords, leaveMilliseconds);
		output = undefined;
		input.stop();
		lastResort?.watch(false);
	};

	const end = (lastWords = '') => {
		if (hasEnded) {
			return;
		}

		hasEnded = true;
		const words = lastWords + stray.release();
		if (output !== undefined) {
			leave(words);
		} else if (words !== '') {
			openOwnOutput().finish(words, leaveMilliseconds);
		}
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

	const lend = async (
		run: Parameters<Terminal['lend']>[0],
		lastWords?: string,
	) => {
		leave(lastWords);
		isLent = true;
		try {
			await run(stray.terminalDescriptor);
		} finally {
			isLent = false;
			returnedAt = performance.now();
			enter();
		}
	};

	const endGuard = guardProcess({
		leave: end,
		describeCrash,
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
	const cancelLastResort = startTimer(() => {
		lastResort = startLastResort({
			isOutputTerminal,
			lastBytes: `${cancel}${modes.leave}deplog was stuck for 5 s and has ended. Please report this, and what you did before.\n`,
		});
		lastResort.watch(output !== undefined);
	}, lastResortMilliseconds);
	return {
		size,
		createInk,
		showGround(frame) {
			screen.showFrame(frame);
		},
		surfaces: {create: (source) => screen.create(source)},
		onKey(handler) {
			keys.handleBy(
				handler === undefined
					? undefined
					: (event) => {
							screen.noteKey();
							return handler(event);
						},
			);
		},
		onResize(listener) {
			resizeListeners.add(listener);
			return () => {
				resizeListeners.delete(listener);
			};
		},
		repaint() {
			refreshSize(stdout);
			screen.repaint();
		},
		ring() {
			write('\u0007');
		},
		suspend,
		copy: async (text) => copyText(text, {environment: process.env, write}),
		async showBare(text) {
			await lend(async () => {
				await new Promise<void>((resolve) => {
					onBytes = () => {
						resolve();
					};

					input.start();
				});
				input.stop();
				onBytes = keys.push;
			}, text);
		},
		lend: async (run) => lend(run),
		close(lastWords) {
			cancelResume?.();
			cancelLastResort();
			stdout.off('resize', onSizeChange);
			end(lastWords);
			endGuard();
		},
	};
}

/** The terminal is gone, whoever noticed it. */
function hangUp() {
	process.kill(process.pid, 'SIGHUP');
}

/** Asks the system for the size anew: while the process was stopped, or another program had the terminal, nobody told. */
function refreshSize(stdout: NodeJS.WriteStream) {
	// Node's own listener asks.
	process.emit('SIGWINCH', 'SIGWINCH');
	// Deno's does not, but has what Node's listener calls.
	const refresh: unknown = Reflect.get(stdout, '_refreshSize');
	if (typeof refresh === 'function') {
		Reflect.apply(refresh, stdout, []);
	}
}

const escape = '\u001B';

/** What is written to take the terminal over, and to leave it as it was. */
type Modes = {
	readonly enter: (rows: number) => string;
	readonly leave: string;
};

/** Makes the sequences that take the terminal over and leave it as it was. With `hasMouse` the terminal tells of presses of its buttons and turns of its wheel (1000), in decimal numbers (1006), so also of what is beyond column 223. Moving and dragging it does not tell. */
function createModes({hasMouse}: {readonly hasMouse: boolean}): Modes {
	const [mouse, noMouse] = hasMouse
		? [`${escape}[?1000h${escape}[?1006h`, `${escape}[?1006l${escape}[?1000l`]
		: ['', ''];
	return {
		enter: (rows) => enterModes(rows) + mouse,
		leave: noMouse + leaveModes,
	};
}

/** Alternate screen, cursor hidden, no autowrap, pastes told apart from keys. Where there is no alternate screen (GNU screen, mosh, a tmux that is set so), what stands on the screen goes up into what can be scrolled back to; on an alternate screen there is nothing to go. */
function enterModes(rows: number): string {
	return `${escape}[?1049h${'\n'.repeat(rows)}${escape}[?25l${escape}[?7l${escape}[?2004h`;
}

/** Ends what a frame that was cut off may have left (update, scroll region, style), erases what was drawn, for where there is no alternate screen, and sets the modes back. The first row is erased by itself: tmux would keep a screen that is erased in one go. */
const leaveModes = [
	`${escape}[?2026l${escape}[r${escape}[m`,
	`${escape}[2H${escape}[J${escape}[H${escape}[K`,
	`${escape}[?2004l${escape}[?7h${escape}[?25h${escape}[?1049l`,
].join('');
