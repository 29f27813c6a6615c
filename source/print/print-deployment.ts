/* eslint-disable no-await-in-loop -- One request follows the other. */

import {Buffer} from 'node:buffer';
import {type Clock} from '../feeds/clock.ts';
import {type Feed, type BuildLogBatch} from '../feeds/feed.ts';
import {retry} from '../feeds/http/retry.ts';
import {isObject} from '../feeds/json/json-value.ts';
import {type Options} from '../config/options.ts';
import {type Deployment, isSettled} from '../log/deployment.ts';
import {type Micros, type BuildEntry} from '../log/entry.ts';
import {sanitize} from '../text/sanitize.ts';
import {plainLevel} from '../log/level.ts';
import {createStamps} from '../text/timestamp.ts';
import {type Output} from './output.ts';
import {safeLine, terminalJson} from './format-lines.ts';
import {createBuildLineFormat} from './text-format.ts';

/** Prints the details of the deployment: an object, its times as RFC 3339, or lines for people. */
export async function printDetails(context: DetailsContext): Promise<void> {
	const {options, output} = context;
	const deployment = await readDetails(context);
	const isText = options.format !== 'ndjson' && options.format !== 'json';
	const stampOf = createStamps(isText ? options.timeZone : 'utc');
	const value = withStamps(deployment, stampOf);
	const text = isText
		? textLines(value)
		: JSON.stringify(value, undefined, options.format === 'json' ? 2 : 0);
	const isSafe = isText || options.isOnTerminal !== true;
	await output.write(Buffer.from(`${isSafe ? text : terminalJson(text)}\n`));
	await output.flush();
}

type DetailsContext = {
	readonly feed: Feed;
	readonly options: Options;
	readonly output: Output;
	/** Told sentences for people. */
	readonly onNotice: (text: string) => void;
	readonly clock: Clock;
	/** From 0 to 1. */
	readonly random: () => number;
};

const pollInterval = 1000;

/** In milliseconds: for so long a request is tried again. */
const patience = 15_000;

/** The details as they are now, with the stages of the build where the server tells them. */
async function readDetails({
	feed,
	output,
	clock,
	random,
}: DetailsContext): Promise<Deployment> {
	const signal = output.gone;
	const read = async () => {
		let last: Deployment | undefined;
		for await (const {value} of feed.details({signal})) {
			// Of a build that runs, the first snapshot of its stages is what there is now.
			const isAll = !isSettled(value) && last !== undefined;
			last = value;
			if (isAll) {
				break;
			}
		}

		signal.throwIfAborted();
		return last;
	};

	const deployment = await retry(read, {patience, signal, clock, random});
	if (deployment === undefined) {
		throw new Error('The server has told no details.');
	}

	return deployment;
}

type Members = Readonly<Record<string, unknown>>;

const timeNames = new Set([
	'createdAt',
	'updatedAt',
	'deletedAt',
	'start',
	'end',
]);

/** The deployment as it is known, its times as texts. */
function withStamps(
	deployment: Deployment,
	stampOf: (time: Micros) => string,
): Members {
	const {id, status, ...others} = deployment;
	const text = JSON.stringify(
		{
			id,
			status: 'name' in status ? status.name : status.kind,
			...others,
		},
		(name, value: unknown) =>
			timeNames.has(name) && typeof value === 'number' ? stampOf(value) : value,
	);
	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- It was an object a line before.
	return JSON.parse(text) as Members;
}

/** `name   value`, what a value holds below it. */
function textLines(value: Members, indent = ''): string {
	return Object.entries(value)
		.flatMap(([name, one]) =>
			listOf(one).map((item) => {
				const head = `${indent}${safe(name)}`;
				return isObject(item)
					? `${head}\n${textLines(item, `${indent}  `)}`
					: `${head.padEnd(nameWidth)} ${safe(typeof item === 'string' ? item : JSON.stringify(item))}`;
			}),
		)
		.filter((line) => line.trim() !== '')
		.join('\n');
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [value];
}

const nameWidth = 13;

function safe(text: string): string {
	return sanitize(text.replaceAll(/\s+/gv, ' ').trim(), {hasColors: false});
}

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
			const lineAt =
				options.isOnTerminal === true
					? (index: number) => safeLine(rawLine(index))
					: rawLine;
			const parts = entries.flatMap((entry, index) => {
				if (index < from || !isWanted(entry)) {
					return [];
				}

				if (!isArray && options.format !== 'ndjson') {
					return [Buffer.from(lineOf(entry))];
				}

				const before = Buffer.from(separator);
				separator = isArray ? ',\n' : '';
				return [before, lineAt(index), Buffer.from(isArray ? '' : '\n')];
			});
			return Buffer.concat(parts);
		},
		end: () => (isArray ? (separator === '[\n' ? '[]\n' : '\n]\n') : ''),
	};
}
