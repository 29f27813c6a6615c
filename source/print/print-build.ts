/* eslint-disable no-await-in-loop -- One request follows the other. */
import {Buffer} from 'node:buffer';
import {type Options} from '../config/options.ts';
import {type BuildLogBatch} from '../feeds/feed.ts';
import {retry} from '../feeds/http/retry.ts';
import {isSettled} from '../log/deployment.ts';
import {type BuildEntry} from '../log/entry.ts';
import {plainLevel} from '../log/level.ts';
import {readDetails, type DetailsContext} from './print-details.ts';
import {createBuildLineFormat} from './text-format.ts';

/** In milliseconds: for so long a request is tried again. */
const patience = 15_000;
const pollInterval = 1000;

/** Prints the build log: the server's own lines, or as text. That of a build that runs is printed to its end. */
export async function printBuild(context: DetailsContext): Promise<void> {
	const {feed, options, output, clock, random, onNotice} = context;
	const signal = output.gone;
	const format = createBuildFormat(options);
	let printedCount = 0;
	let malformedCount = 0;

	const printOnce = async () => {
		let count = 0;
		malformedCount = 0;
		for await (const batch of feed.buildLog({signal})) {
			malformedCount += batch.malformedCount;
			// A log is read from its first line on, whenever it is asked for.
			const known = Math.max(0, printedCount - count);
			count += batch.entries.length;
			await output.write(format.batch(batch, known));
			printedCount = Math.max(printedCount, count);
		}
	};

	for (;;) {
		const isWhole = isSettled(await readDetails(context));
		await retry(printOnce, {patience, signal, clock, random});
		if (isWhole || signal.aborted) {
			break;
		}

		await clock.sleep(pollInterval, signal);
	}

	await output.write(Buffer.from(format.end()));
	await output.flush();
	if (malformedCount > 0) {
		onNotice(
			`${malformedCount} ${malformedCount === 1 ? 'line' : 'lines'} of the build log could not be read and were left out.`,
		);
	}
}

function createBuildFormat(options: Options): {
	readonly batch: (batch: BuildLogBatch, from: number) => Uint8Array;
	readonly end: () => string;
} {
	const {levels, text} = options.filter;
	const isWanted = ({level, message}: BuildEntry) =>
		(levels.length === 0 || levels.includes(plainLevel(level))) &&
		message.includes(text);
	const lineOf = createBuildLineFormat(options);
	const isArray = options.format === 'json';
	let separator = isArray ? '[\n' : '';
	return {
		batch({entries, rawLine}, from) {
			const parts = entries.flatMap((entry, index) => {
				if (index < from || !isWanted(entry)) {
					return [];
				}

				if (!isArray && options.format !== 'ndjson') {
					return [Buffer.from(lineOf(entry))];
				}

				const before = Buffer.from(separator);
				separator = isArray ? ',\n' : '';
				return [before, rawLine(index), Buffer.from(isArray ? '' : '\n')];
			});
			return Buffer.concat(parts);
		},
		end: () => (isArray ? (separator === '[\n' ? '[]\n' : '\n]\n') : ''),
	};
}
