import process from 'node:process';
import {ApiError} from '../feeds/http/errors.ts';
import {createV1Client} from '../feeds/v1/v1.ts';
import {type Options, type Target} from '../config/read-command.ts';
import {print} from '../print/print.ts';
import {createOutput} from '../print/output.ts';
import {exitCodeOf} from './exit-code.ts';

/** Prints to standard output; the result is the exit code. */
export async function printCommand(
	target: Target,
	options: Options,
	onNotice: (text: string) => void,
): Promise<number> {
	endOnSignals();
	const output = createOutput(process.stdout);
	try {
		await print({client: createV1Client(target), options, output, onNotice});
	} catch (error) {
		if (error instanceof ApiError) {
			onNotice(error.message);
			return exitCodeOf(error);
		}

		throw error;
	}

	if (output.gone.aborted && !isBrokenPipe(output.gone.reason)) {
		onNotice(
			`Writing to standard output failed: ${String(output.gone.reason)}. Check where it goes.`,
		);
		return 1;
	}

	return 0;
}

/** At once, even when nobody reads what is printed; the system closes the connections. */
function endOnSignals(): void {
	for (const [signal, code] of [
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const) {
		process.on(signal, () => {
			process.exit(code);
		});
	}
}

/** A reader that has seen enough, such as `head`, is no failure. */
function isBrokenPipe(reason: unknown): boolean {
	return reason instanceof Error && 'code' in reason && reason.code === 'EPIPE';
}
