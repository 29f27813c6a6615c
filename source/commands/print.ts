import process from 'node:process';
import {isatty} from 'node:tty';
import {systemClock} from '../feeds/clock.ts';
import {createFeed} from '../feeds/create-feed.ts';
import {type Feed} from '../feeds/feed.ts';
import {type Options} from '../config/options.ts';
import {type Target} from '../config/target.ts';
import {createLeftOut} from '../print/notices.ts';
import {print} from '../print/print.ts';
import {printBuild, printDetails} from '../print/print-deployment.ts';
import {createOutput, type Output} from '../print/output.ts';
import {onEndingSignal} from '../terminal/ending-signals.ts';
import {exitCodeOfWriting, hungUp, tellApiError} from './endings.ts';
import {boundYoungSpace} from './bound-engine.ts';

/** Prints a deployment's entries to standard output; the result is the exit code. */
export async function printCommand(
	target: Target,
	options: Options,
	onNotice: (text: string) => void,
): Promise<number> {
	if (options.recording !== undefined) {
		const {startRecording} = await import('./record.ts');
		startRecording(createFeed(target), options, onNotice);
	}

	return printFeed(createFeed(target), options, onNotice);
}

/** Prints a feed's entries to standard output; the result is the exit code. */
export async function printFeed(
	feed: Feed,
	options: Options,
	onNotice: (text: string) => void,
): Promise<number> {
	// At once, even when nobody reads what is printed; the system closes the connections.
	const leftOut = createLeftOut(onNotice);
	let takeEnd: (() => Uint8Array) | undefined;
	onEndingSignal((_signal, exitCode) => {
		// Behind what still waits for its reader nothing would come whole.
		if (takeEnd !== undefined && process.stdout.writableLength === 0) {
			process.stdout.write(takeEnd());
		}

		leftOut.tell();
		// eslint-disable-next-line unicorn/no-process-exit -- A signal asks for just that.
		process.exit(exitCode);
	});
	endWithTerminal();
	const {output, say, stop} = tellWaiting(
		createOutput(process.stdout),
		onNotice,
		feed.traits,
	);
	let isWhole: boolean;
	try {
		const context = {
			feed,
			options,
			output,
			onNotice: say,
			leftOut,
			// By then the space is as large as a page asks for.
			onBatch: boundYoungSpace,
			onBegun(end: () => Uint8Array) {
				takeEnd = end;
			},
			clock: systemClock,
			random: Math.random,
		};
		isWhole = (await printers[options.what ?? 'entries'](context)) !== false;
	} catch (error) {
		return tellApiError(error, onNotice);
	} finally {
		stop();
	}

	return output.gone.aborted
		? exitCodeOfWriting(output.gone.reason, onNotice)
		: isWhole
			? 0
			: failed;
}

const printers = {entries: print, build: printBuild, details: printDetails};

/** Something had to be passed over. */
const failed = 1;

/** In milliseconds: someone who looks at a terminal is told of a wait within a second. */
const longestSilence = 900;

/** Says on a terminal that nothing has come yet, once, unless something is printed or said before that. */
function tellWaiting(
	output: Output,
	onNotice: (text: string) => void,
	{isLive}: Feed['traits'],
): {
	readonly output: Output;
	readonly say: (text: string) => void;
	readonly stop: () => void;
} {
	if (!process.stdout.isTTY || !isLive) {
		return {output, say: onNotice, stop: () => undefined};
	}

	const timer = setTimeout(() => {
		onNotice('Nothing has come yet. deplog waits; ctrl+c ends it.');
	}, longestSilence);
	const stop = () => {
		clearTimeout(timer);
	};

	return {
		output: {
			...output,
			async write(bytes) {
				if (bytes.length > 0) {
					stop();
				}

				return output.write(bytes);
			},
		},
		say(text) {
			stop();
			onNotice(text);
		},
		stop,
	};
}

const lookMilliseconds = 1000;

/** Ends when the window is closed, also while nothing is printed and the shell keeps the signal to itself. */
function endWithTerminal() {
	if (process.stdout.isTTY) {
		setInterval(() => {
			if (!isatty(process.stdout.fd)) {
				// eslint-disable-next-line unicorn/no-process-exit -- Nobody is there any more.
				process.exit(hungUp);
			}
		}, lookMilliseconds).unref();
	}
}
