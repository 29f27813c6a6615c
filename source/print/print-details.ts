import {Buffer} from 'node:buffer';
import {type Clock} from '../feeds/clock.ts';
import {type Feed} from '../feeds/feed.ts';
import {retry} from '../feeds/http/retry.ts';
import {type Options} from '../config/options.ts';
import {type Deployment, isSettled} from '../log/deployment.ts';
import {type Micros} from '../log/entry.ts';
import {sanitize} from '../text/sanitize.ts';
import {type Output} from './output.ts';
import {createStamps} from './stamps.ts';

export type DetailsContext = {
	readonly feed: Feed;
	readonly options: Options;
	readonly output: Output;
	/** Told sentences for people. */
	readonly onNotice: (text: string) => void;
	readonly clock: Clock;
	/** From 0 to 1. */
	readonly random: () => number;
};

/** In milliseconds: for so long a request is tried again. */
const patience = 15_000;

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
	await output.write(Buffer.from(`${text}\n`));
	await output.flush();
}

/** The details as they are now, with the stages of the build where the server tells them. */
export async function readDetails({
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
				return isMembers(item)
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

function isMembers(value: unknown): value is Members {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const nameWidth = 13;

function safe(text: string): string {
	return sanitize(text.replaceAll(/\s+/gv, ' ').trim(), {hasColors: false});
}
