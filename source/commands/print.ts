import process from 'node:process';
import {ApiError} from '../feeds/http/errors.ts';
import {createFeed} from '../feeds/create-feed.ts';
import {type Options, type Target} from '../config/read-command.ts';
import {print} from '../print/print.ts';
import {createOutput} from '../print/output.ts';
import {onEndingSignal} from '../terminal/ending-signals.ts';
import {exitCodeOf, exitCodeOfWriting} from './exit-code.ts';

/** Prints to standard output; the result is the exit code. */
export async function printCommand(
	target: Target,
	options: Options,
	onNotice: (text: string) => void,
): Promise<number> {
	// At once, even when nobody reads what is printed; the system closes the connections.
	onEndingSignal((_signal, exitCode) => {
		// eslint-disable-next-line unicorn/no-process-exit -- A signal asks for just that.
		process.exit(exitCode);
	});
	const output = createOutput(process.stdout);
	try {
		await print({feed: createFeed(target), options, output, onNotice});
	} catch (error) {
		if (error instanceof ApiError) {
			onNotice(error.message);
			return exitCodeOf(error);
		}

		throw error;
	}

	return output.gone.aborted
		? exitCodeOfWriting(output.gone.reason, onNotice)
		: 0;
}
