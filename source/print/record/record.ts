/* eslint-disable no-await-in-loop -- What comes is written in its order. */

import {Buffer} from 'node:buffer';
import {type Clock} from '../../feeds/clock.ts';
import {type Feed} from '../../feeds/feed.ts';
import {mayHeal} from '../../feeds/errors.ts';
import {decodeSavedEntries} from '../../feeds/json/entry-decoder.ts';
import {hasOwnTime, type Micros} from '../../log/entry.ts';
import {type Failure, isSameFailure} from '../../log/failure.ts';
import {type Filter} from '../../log/query.ts';
import {type TimeRange} from '../../log/time-range.ts';
import {followLines} from '../follow-lines.ts';
import {type Line, linesOf} from '../line.ts';
import {pastLines} from '../past-pages.ts';
import {formatTime} from '../../log/wall-time.ts';
import {type RecordingFile} from './recording-file.ts';

/** Writes entries to a file as they are known to be complete: each once, in order, through cuts; goes on where the file ends. Ends when it is aborted; fails with what does not heal. */
export async function record(context: RecordContext): Promise<void> {
	const {signal, clock, onNotice} = context;
	let said: Failure | undefined;
	while (!signal.aborted) {
		try {
			await recordOnce(context);
		} catch (error) {
			if (signal.aborted) {
				return;
			}

			if (!mayHeal(error)) {
				throw error;
			}

			if (!isSameFailure(error, said)) {
				said = error;
				onNotice(`The recording waits: ${error.message}`);
			}

			await clock.sleep(retryPause, signal).catch(() => undefined);
		}
	}
}

type RecordContext = {
	/** A stream of its own: nothing that the reader does touches it. */
	readonly feed: Feed;
	readonly filter: Filter;
	/** Where a new recording begins; absent: with the first entry that there is. It goes on for ever. */
	readonly range?: TimeRange;
	/** A new recording has what is logged from now on only. */
	readonly isFromNow?: boolean;
	readonly file: RecordingFile;
	readonly clock: Clock;
	/** From 0 to 1. */
	readonly random: () => number;
	/** Told sentences for people. */
	readonly onNotice: (text: string) => void;
	readonly formatTime: (time: Micros) => string;
	readonly signal: AbortSignal;
};

/** What a recording may lack. */
type RecordedGap = {
	readonly from: Micros;
	/** Behind the last instant; infinite where nobody knows. */
	readonly to: Micros;
	readonly why: string;
};

/** In milliseconds: how long to wait after past logs could not be had. */
const retryPause = 5000;

async function recordOnce(context: RecordContext): Promise<void> {
	const {
		filter,
		file,
		range: {until: _, ...range} = {},
		isFromNow = false,
	} = context;
	let {since = 0} = range;
	const tail = await file.readTail();
	const held = readLines(tail);
	const written = new WeakSet(held);
	const gaps: RecordedGap[] = [];
	const noteMissing = (from: Micros, to: Micros, why: string) => {
		gaps.push({from, to, why});
	};

	const onMalformed = () => undefined;
	const start =
		held.length > 0
			? asStart(held)
			: isFromNow
				? undefined
				: pastLines(
						{filter, range: {...range, since}, order: 'asc'},
						{
							...context,
							onMalformed,
							onCounted(gap) {
								since = gap.from;
							},
							onMissing(rest) {
								noteMissing(
									rest.since ?? 0,
									rest.until ?? Number.POSITIVE_INFINITY,
									'The server did not give these entries.',
								);
							},
						},
					);
	noteForgotten(context, held, tail, noteMissing);
	const lines = followLines({
		...context,
		onMalformed,
		...(start !== undefined && {start}),
		...(held.length === 0 && {since: () => since}),
		onGap({from, to, failure}) {
			noteMissing(from, to, failure.message);
		},
	});
	for await (const batch of lines) {
		const parts: Uint8Array[] = [];
		for (const line of batch) {
			if (!written.has(line)) {
				parts.push(...takeGaps(gaps, line.time), line.raw, newline);
			}
		}

		if (parts.length > 0) {
			await file.write(Buffer.concat(parts));
		}
	}

	const last = takeGaps(gaps, Number.POSITIVE_INFINITY);
	if (last.length > 0) {
		await file.write(Buffer.concat(last));
	}
}

const newline = Buffer.from('\n');

async function* asStart(
	held: readonly Line[],
): AsyncGenerator<readonly Line[], void> {
	yield held;
}

/** Lines for the gaps that lie before an instant, which are then said. */
function takeGaps(gaps: RecordedGap[], time: Micros): Uint8Array[] {
	const due = gaps.filter(({from}) => from <= time);
	const left = gaps.filter(({from}) => from > time);
	gaps.splice(0, gaps.length, ...left);
	return due.map((gap) => Buffer.from(`${gapLine(gap)}\n`));
}

/** What was logged after the last entry of a recording, and is kept no more. */
function noteForgotten(
	{feed: {traits}, clock}: RecordContext,
	held: readonly Line[],
	tail: Uint8Array,
	noteMissing: (from: Micros, to: Micros, why: string) => void,
) {
	const newest = held.findLast((line) => hasOwnTime(line))?.time;
	const kept =
		clock.now() * 1000 - (traits.retention ?? Number.POSITIVE_INFINITY);
	const lastLine = Buffer.from(tail).toString().trimEnd().split('\n').at(-1);
	if (newest !== undefined && newest < kept && !isGapLine(lastLine ?? '')) {
		noteMissing(
			newest + 1,
			kept,
			'The server keeps entries no longer than that.',
		);
	}
}

/** The entries at the end of a recording; a line that is none says that the file is something else. */
function readLines(tail: Uint8Array): Line[] {
	const batch = decodeSavedEntries(
		Buffer.from(
			Buffer.from(tail)
				.toString()
				.split('\n')
				.filter((line) => line !== '' && !isGapLine(line))
				.join('\n'),
		),
	);
	if (batch.malformedCount > 0) {
		throw new NoRecordingError();
	}

	return linesOf(batch);
}

/** The file that was named holds something else. */
export class NoRecordingError extends Error {
	override readonly name = 'NoRecordingError';
}

/** A line of a recording in the place of entries that could not be had. */
function gapLine({from, to, why}: RecordedGap): string {
	return JSON.stringify({
		deplog: 'gap',
		from: formatTime(Math.max(0, from)),
		...(Number.isFinite(to) && {to: formatTime(to)}),
		why,
	});
}

function isGapLine(line: string): boolean {
	return line.startsWith('{"deplog":"gap"');
}
