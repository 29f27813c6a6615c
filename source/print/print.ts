import {type Feed} from '../feeds/feed.ts';
import {type Clock, systemClock} from '../feeds/clock.ts';
import {type Options} from '../config/options.ts';
import {type Entry, hasOwnTime, type Micros} from '../log/entry.ts';
import {createWhereTest} from '../log/refinement.ts';
import {type TimeRange} from '../log/time-range.ts';
import {createTimestamps} from '../text/timestamp.ts';
import {followLines} from './follow-lines.ts';
import {createLineFormat} from './format-lines.ts';
import {type Line} from './line.ts';
import {type Output} from './output.ts';
import {createStamps} from './stamps.ts';
import {startLines} from './start-lines.ts';

export type PrintContext = {
	readonly feed: Feed;
	readonly options: Options;
	readonly output: Output;
	/** Told sentences for people. */
	readonly onNotice: (text: string) => void;
	readonly clock?: Clock;
	/** From 0 to 1. */
	readonly random?: () => number;
};

/** Prints entries as the flags ask. Ends when all are printed or when the reader is gone; fails with an error of the API. */
export async function print({
	feed,
	options,
	output,
	onNotice,
	clock = systemClock,
	random = Math.random,
}: PrintContext): Promise<void> {
	const format = createLineFormat(options);
	let malformedCount = 0;
	let untimedCount = 0;
	const context = {
		feed,
		clock,
		random,
		signal: output.gone,
		onMalformed(count: number) {
			malformedCount += count;
		},
	};
	const start = startLines(options, {
		...context,
		onMissing(rest) {
			onNotice(missingText(rest, createStamps(options.timeZone)));
		},
	});
	const isWanted = createWhereTest(options.where ?? []);
	const lines = options.isFollowing
		? followLines({
				...context,
				filter: options.filter,
				since: options.limit === undefined ? options.range.since : undefined,
				start: options.limit === 0 ? undefined : start,
				formatTime: createTimestamps(options.timeZone).time,
				onNotice,
			})
		: start;

	try {
		await printLines(lines, {
			format,
			output,
			// What comes live was asked of the server alone.
			isWanted,
			onPrinted(batch) {
				for (const {entry} of batch) {
					untimedCount += hasOwnTime(entry) ? 0 : 1;
				}
			},
		});
	} catch (error) {
		if (!output.gone.aborted) {
			throw error;
		}
	}

	if (untimedCount > 0) {
		onNotice(
			`${untimedCount.toLocaleString('en')} ${untimedCount === 1 ? 'entry' : 'entries'} came without a time that can be read, and ${untimedCount === 1 ? 'was' : 'were'} printed in the place of arrival.`,
		);
	}

	if (malformedCount > 0) {
		onNotice(
			`${malformedCount.toLocaleString('en')} ${malformedCount === 1 ? 'line' : 'lines'} of the server could not be read as entries and were left out.`,
		);
	}
}

async function printLines(
	lines: AsyncIterable<readonly Line[]>,
	{
		format,
		output,
		isWanted,
		onPrinted,
	}: {
		readonly format: ReturnType<typeof createLineFormat>;
		readonly output: Output;
		readonly isWanted: (entry: Entry) => boolean;
		readonly onPrinted: (batch: readonly Line[]) => void;
	},
): Promise<void> {
	for await (const all of lines) {
		const batch = all.filter(({entry}) => isWanted(entry));
		onPrinted(batch);
		await output.write(format.batch(batch));
		if (output.gone.aborted) {
			return;
		}
	}

	await output.write(format.end());
	await output.flush();
}

/** Which part of what was asked for has not been printed. */
function missingText(
	{since, until}: TimeRange,
	stamp: (time: Micros) => string,
): string {
	const span =
		since === undefined
			? `before ${stamp(until ?? 0)}`
			: `from ${stamp(since)} ${until === undefined ? 'on' : `to ${stamp(until)}`}`;
	return `What was logged ${span} is missing.`;
}
