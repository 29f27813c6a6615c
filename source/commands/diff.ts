import {Buffer} from 'node:buffer';
import process from 'node:process';
import {type Diff} from '../config/commands/diff.ts';
import {type Target} from '../config/target.ts';
import {createOutput} from '../print/output.ts';
import {Grouping} from '../store/patterns/grouping.ts';
import {comparePatterns} from './diff/compare-patterns.ts';
import {diffJson, diffText} from './diff/diff-lines.ts';
import {readSample} from './diff/read-sample.ts';
import {exitCodeOfWriting, tellApiError} from './exit-code.ts';
import {findApp} from './find-app.ts';

/** Prints which patterns of messages a deployment has that another one has not, and the other way round; the result is the exit code. */
export async function diff(
	targets: readonly Target[],
	{options, isJson}: Pick<Diff, 'options' | 'isJson'>,
	onNotice: (text: string) => void,
): Promise<number> {
	try {
		const found: Target[] = [];
		for (const target of targets) {
			// eslint-disable-next-line no-await-in-loop -- What is said of the first comes first.
			const withApp = await findApp(target, onNotice);
			if (withApp.kind === 'unknown') {
				onNotice(withApp.reason);
				return 2;
			}

			found.push(withApp.target);
		}

		// One grouping for both, so that like messages are of one pattern.
		const grouping = new Grouping();
		const [a, b] = await Promise.all(
			found.map(async (target) => readSample(target, options, grouping)),
		);
		if (a === undefined || b === undefined) {
			return 1;
		}

		const compared = comparePatterns(a, b, grouping);
		const output = createOutput(process.stdout);
		await output.write(
			Buffer.from(
				isJson ? diffJson(compared) : diffText(compared, a, b, options),
			),
		);
		await output.flush();
		return output.gone.aborted
			? exitCodeOfWriting(output.gone.reason, onNotice)
			: 0;
	} catch (error) {
		return tellApiError(error, onNotice);
	}
}
