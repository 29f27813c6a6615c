import process from 'node:process';
import {copyText} from './clipboard.ts';
import {onEndingSignal} from './ending-signals.ts';
import {openInput, createKeys} from './keys/input.ts';
import {createInkOptions, createInkStdout} from './screen/ink-stdout.ts';
import {type Terminal} from './terminal.ts';
import {startTimer} from './timer.ts';

/** What there is of a terminal whose cursor is never moved. */
export type LinearTerminal = Pick<
	Terminal,
	| 'size'
	| 'createInk'
	| 'onKey'
	| 'ring'
	| 'suspend'
	| 'copy'
	| 'showBare'
	| 'lend'
	| 'close'
> & {
	/** Writes below what was written. */
	readonly write: (text: string) => void;
};

/** Rows that are told at once at most: there is no screen that could hold no more. */
const rows = 40;
const leastColumns = 100;

/** A terminal on which lines are written one below the other: no modes are set but that of the keys, no cursor is moved. */
export function openLinearTerminal(): LinearTerminal {
	const {stdout} = process;
	const size = () => ({
		columns: Math.max(leastColumns, stdout.columns || 0),
		rows,
	});
	const keys = createKeys({startTimer});
	const input = openInput(process.stdin, keys.push, () => {
		process.kill(process.pid, 'SIGHUP');
	});
	const offSignals = onEndingSignal((_signal, exitCode) => {
		input.stop();
		// eslint-disable-next-line unicorn/no-process-exit -- A signal asks for just that.
		process.exit(exitCode);
	});
	const write = (text: string) => {
		stdout.write(text);
	};

	input.start();
	return {
		size,
		write,
		createInk(onFrame) {
			const inkStdout = createInkStdout({size, onFrame});
			return {
				options: createInkOptions(inkStdout),
				remove() {
					// It holds nothing of the terminal's.
				},
			};
		},
		onKey: keys.handleBy,
		suspend() {
			input.stop();
			process.once('SIGCONT', () => {
				input.start();
			});
			process.kill(process.pid, 'SIGSTOP');
		},
		ring() {
			write('\u0007');
		},
		copy: async (text) => copyText(text, {environment: process.env, write}),
		async showBare(text) {
			write(`${text}\r\n`);
		},
		async lend(run) {
			keys.reset();
			input.stop();
			try {
				await run(undefined);
			} finally {
				input.start();
			}
		},
		close(lastWords = '') {
			offSignals();
			keys.reset();
			input.stop();
			write(lastWords);
		},
	};
}
