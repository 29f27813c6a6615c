import {timeRange} from '../feeds/ask.ts';
import {type Feed} from '../feeds/feed.ts';
import {type Clock, systemClock} from '../feeds/clock.ts';
import {clockMargin} from '../feeds/server-clock.ts';
import {type Options} from '../config/options.ts';
import {type Entry, type Micros} from '../log/entry.ts';
import {createWhereTest} from '../log/refinement.ts';
import {type TimeRange} from '../log/time-range.ts';
import {type Gap} from '../timeline/coverage.ts';
import {createTimestamps, createStamps} from '../text/timestamp.ts';
import {followLines} from './follow-lines.ts';
import {createLineFormat, type LineFormat} from './format-lines.ts';
import {createLeftOut, type LeftOut} from './notices.ts';
import {type Line} from './line.ts';
import {type Output} from './output.ts';
import {createSummaryFormat} from './summary-format.ts';
import {
	lastLines,
	pastLines,
	type PastContext,
	readLines,
} from './past-pages.ts';

/** Prints entries as the flags ask. Ends when all are printed or when the reader is gone; fails with an error of the API. The result says whether nothing of what was asked for had to be passed over. */
export async function print({
	feed,
	options,
	output,
	onNotice,
	leftOut = createLeftOut(onNotice),
	onBatch = () => undefined,
	onBegun = () => undefined,
	clock = systemClock,
	random = Math.random,
}: PrintContext): Promise<boolean> {
	const {summary} = options;
	const {deployment} = feed.traits;
	const format =
		summary === undefined
			? createLineFormat({...options, deployment})
			: createSummaryFormat({...options, summary, deployment}, onNotice);
	let isWhole = true;
	let hasEntries = false;
	let hasMalformed = false;
	let {since} = options.range;
	const context = {
		feed,
		clock,
		random,
		signal: output.gone,
		onMalformed(count: number) {
			hasMalformed ||= count > 0;
			leftOut.addMalformed(count);
		},
		onNotice,
		onCounted(gap: Gap, lead: Micros) {
			const range = timeRange(gap);
			({since} = range);
			if (Math.abs(lead) > clockMargin) {
				onNotice(countedText(range, lead, createStamps(options.timeZone)));
			}
		},
		onMissing(rest: TimeRange, why?: string) {
			isWhole = false;
			const stamp = createStamps(options.timeZone);
			onNotice(
				why === undefined
					? missingText(rest, stamp)
					: `What was logged after ${stamp(rest.since ?? 0)} is missing. ${why}`,
			);
		},
	};
	const start = startLines(options, context);
	const isWanted =
		options.where === undefined
			? undefined
			: createWhereTest(options.where, deployment);
	const lines = options.isFollowing
		? followLines({
				...context,
				filter: options.filter,
				since: () => (options.limit === undefined ? since : undefined),
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
			onRead() {
				hasEntries = true;
			},
			onPrinted: leftOut.addPrinted,
			onBatch,
			// Half of what is to be counted is no count.
			onBegun: summary === undefined ? onBegun : () => undefined,
		});
	} catch (error) {
		if (!output.gone.aborted) {
			// What has come is written before the program ends.
			await output.flush();
			throw error;
		}
	} finally {
		leftOut.tell();
	}

	// Where nothing at all could be read, something else than a log has answered.
	return isWhole && (hasEntries || !hasMalformed);
}

type PrintContext = {
	readonly feed: Feed;
	readonly options: Options;
	readonly output: Output;
	/** Told sentences for people. */
	readonly onNotice: (text: string) => void;
	/** Counts what is to be said at the end; whoever ends the process tells it before. */
	readonly leftOut?: LeftOut;
	/** Told that some entries were written. */
	readonly onBatch?: () => void;
	/** Told what ends the entries that have begun, so that they can be read, for whoever ends the process before that: the bytes are given once. */
	readonly onBegun?: (takeEnd: () => Uint8Array) => void;
	readonly clock?: Clock;
	/** From 0 to 1. */
	readonly random?: () => number;
};

/** How many entries are printed where nothing says how many. */
const defaultLimit = 100;

async function printLines(
	lines: AsyncIterable<readonly Line[]>,
	{
		format,
		output,
		isWanted,
		onRead,
		onPrinted,
		onBatch,
		onBegun,
	}: Required<Pick<PrintContext, 'onBatch' | 'onBegun'>> & {
		readonly format: LineFormat;
		readonly output: Output;
		/** Absent: every one is. */
		readonly isWanted: ((entry: Entry) => boolean) | undefined;
		/** Told that there are entries, wanted or not. */
		readonly onRead: () => void;
		readonly onPrinted: (batch: readonly Line[]) => void;
	},
): Promise<void> {
	let isBegun = false;
	let isEnded = false;
	const takeEnd = () => {
		const end = isEnded ? new Uint8Array() : format.end();
		isEnded = true;
		return end;
	};

	try {
		for await (const all of lines) {
			if (all.length > 0) {
				onRead();
			}

			const batch =
				isWanted === undefined
					? all
					: all.filter((line) => isWanted(line.read()));
			onPrinted(batch);
			if (batch.length > 0 && !isBegun) {
				isBegun = true;
				onBegun(takeEnd);
			}

			for (const bytes of format.batch(batch)) {
				// eslint-disable-next-line no-await-in-loop -- A block follows the other.
				await output.write(bytes);
				if (output.gone.aborted) {
					return;
				}
			}

			onBatch();
		}

		isBegun = true;
	} finally {
		// What has begun is ended, whatever came in between, so that it can be read.
		if (isBegun && !output.gone.aborted) {
			await output.write(takeEnd());
			await output.flush();
		}
	}
}

/** Which part of what was asked for has not been printed. */
function missingText(
	{since, until}: TimeRange,
	stamp: (time: Micros) => string,
): string {
	return `What was logged ${spanText({since, until}, stamp)} is missing.`;
}

/** By whose clock it was counted, and to what that comes. */
function countedText(
	range: TimeRange,
	lead: Micros,
	stamp: (time: Micros) => string,
): string {
	const minutes = Math.round(Math.abs(lead) / microsPerMinute);
	const apart = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${lead > 0 ? 'behind' : 'ahead of'}`;
	return `Your clock is ${apart} the server's. By the server's that is what was logged ${spanText(range, stamp)}.`;
}

const microsPerMinute = 60_000_000;

function spanText(
	{since, until}: TimeRange,
	stamp: (time: Micros) => string,
): string {
	return since === undefined
		? `before ${stamp(until ?? 0)}`
		: `from ${stamp(since)} ${until === undefined ? 'on' : `to ${stamp(until)}`}`;
}

/** What is printed of the past, by the flags. */
function startLines(
	{filter, where, range, order, limit: given, isFollowing, summary}: Options,
	context: PastContext,
): AsyncGenerator<readonly Line[], void> {
	const {since, until} = range;
	const isAll = since === undefined && until === undefined;
	// What is counted is counted whole.
	const limit =
		given ?? (isAll && summary === undefined ? defaultLimit : undefined);
	const query = {
		filter,
		range,
		limit,
		...(where !== undefined && {
			isWanted: createWhereTest(where, context.feed.traits.deployment),
		}),
	};
	// Live entries follow the last ones of the past, not the first ones.
	const isFromStart = since !== undefined && !isFollowing;
	return order === 'desc'
		? pastLines({...query, order}, context)
		: isFromStart || limit === undefined
			? readLines(query, context)
			: lastLines({...query, limit}, context);
}
