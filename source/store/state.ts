import {Buffer} from 'node:buffer';
import {type Deployment} from '../log/deployment.ts';
import {type Entry, type Micros, type BuildEntry} from '../log/entry.ts';
import {type Failure} from '../log/failure.ts';
import {type RangeCount} from './range-count.ts';
import {type Logs} from './logs.ts';
import {type Grouping} from './patterns/grouping.ts';
import {type ScreenState} from './screen-state.ts';

/** All that is to be seen. Only `buffer`, the views and what is counted of them inside `logs` change in place, and tell so by a version. */
export type State = {
	readonly details: Details;
	readonly latest: Latest;
	readonly build: BuildLog;
	readonly logs: Logs;
	readonly firstError: FirstError;
	readonly patterns: Patterns;
	/** What is counted of spans that are not all loaded, and not kept. */
	readonly counting: readonly RangeCount[];
	readonly screen: ScreenState;
	/** What was typed at the text prompt, in this run and earlier ones, the newest first. */
	readonly texts: readonly string[];
	/** Grows when everything is asked for again by a key. */
	readonly reloads: number;
	/** The server's clock less ours; absent until an answer has told it. */
	readonly clockOffset: Micros | undefined;
	/** A command has cut the network of a demo. */
	readonly isNetworkCut: boolean;
	/** No deployment is explored yet: one is being chosen. */
	readonly isUnchosen: boolean;
};

/** What is known of the deployment that is explored; while it is asked for again, and where that is in vain, as it was told before. */
export type Details =
	| {
			readonly kind: 'loading';
			readonly deployment?: Deployment;
			readonly failure?: undefined;
	  }
	| {
			readonly kind: 'loaded';
			readonly deployment: Deployment;
			readonly failure?: undefined;
	  }
	| {
			readonly kind: 'failed';
			readonly deployment?: Deployment;
			readonly failure: Failure;
	  };

/** What is known of the deployments of the same project. */
type Latest = {
	/** The newest ones, the newest first. */
	readonly deployments: readonly Deployment[];
	/** Names the page behind them. */
	readonly next?: string;
	/** Each newer one is gone to as it appears. */
	readonly isFollowed: boolean;
};

export type BuildLog = {
	readonly entries: readonly BuildLine[];
	/** What all of them take, in bytes. */
	readonly size: number;
	/** The lines before them, which are beyond what is kept of a log. */
	readonly leftOut: {readonly count: number; readonly hasError: boolean};
	readonly malformedCount: number;
	/** The number of the selected line from 0, those left out counted; absent while it is the last one. */
	readonly selected?: number;
	/** Which lines are of interest; empty for all. */
	readonly search: string;
	/** Of which levels; empty for all. */
	readonly levels: readonly string[];
} & BuildReading;

/** How far the build log has been read; `growing`: more may come. */
type BuildReading =
	| {
			readonly status: 'loading' | 'growing' | 'ended';
			readonly failure?: undefined;
	  }
	| {readonly status: 'failed'; readonly failure: Failure};

/** The first error since the deployment was made, whatever is loaded or shown. */
export type FirstError =
	/** Not asked yet, or asked in vain. */
	{readonly kind: 'unknown'} | {readonly kind: 'none'} | FoundError;

export type FoundError = {
	readonly kind: 'found';
	readonly entry: Entry;
	/** How many errors since begin with the same line, this one included. */
	readonly count: number;
	/** There are more than were counted. */
	readonly isMore: boolean;
	/** Up to this time the server has counted; what comes live is newer. */
	readonly countedUntil: Micros;
	/** While the server counts: the times of those that came live meanwhile. */
	readonly arrived?: readonly Micros[];
};

/** Messages grouped by their shape, which are counted while they are shown. */
export type Patterns = {
	/** Changes in place. */
	readonly grouping: Grouping;
	readonly order: PatternOrder;
	/** A group of the selected pattern; the first one while absent. */
	readonly selected?: number;
	/** The row of the list, from 0, on which the selected pattern stands. */
	readonly selectedRow: number;
	readonly baseline: Baseline;
	/** The id of the deployment that the reader has chosen as the baseline; absent for the one that was replaced. */
	readonly chosen?: string;
	/** What the baseline is still to be asked about. */
	readonly doubts: readonly Doubt[];
	/** What it was asked about, by the text of the pattern. */
	readonly answers: ReadonlyMap<string, DoubtAnswer>;
	/** The version of the grouping for which the doubts were raised. */
	readonly doubtsVersion: number;
};

/** Those that the baseline has not before all others, the worst first; the most frequent first; or those that were first seen last. */
export type PatternOrder = 'new' | 'frequent' | 'newest';

/** What patterns are held against: a sample of the project's previous deployment. */
export type Baseline =
	| {readonly kind: 'unknown'}
	| {
			readonly kind: 'found';
			readonly deploymentId: string;
			/** The span of time in which all its entries are known, both ends included. */
			readonly from: Micros;
			readonly to: Micros;
			/** It has logged no more than that. */
			readonly isWhole: boolean;
			/** About how many entries it has logged in all. */
			readonly entryCount: number;
			/** The first error that is kept of it; absent where that is not known. */
			readonly firstError?: Entry | 'none';
	  }
	| {readonly kind: 'none'; readonly why: NoBaseline};

/** A pattern that the sample of the baseline does not have, and a text that all of its messages hold. */
export type Doubt = {readonly pattern: string; readonly text: string};

/** Nothing that the baseline has ever logged is of the pattern; or that cannot be told. */
export type DoubtAnswer = 'absent' | 'unclear';

/** There is no previous deployment; it has logged nothing; the server refuses to tell of it; it cannot be had now. */
export type NoBaseline = 'first' | 'silent' | 'refused' | 'failed';

/**
A line of the build log as it is held: its text stands in bytes that it shares with the lines that came with it, and is read when it is asked for.

As texts, lines live just long enough to be taken for old ones: of a log far beyond what is kept, those that had gone stayed until four times as much was held.
*/
export class BuildLine implements BuildEntry {
	readonly level: string;
	readonly time: Micros | undefined;
	readonly step: string | undefined;
	/** What it takes, in bytes. */
	readonly size: number;
	// eslint-disable-next-line @typescript-eslint/no-restricted-types -- It decodes a part of itself without a view of it.
	readonly #bytes: Buffer;
	readonly #from: number;
	readonly #to: number;

	constructor(
		{level, time, step}: BuildEntry,
		// eslint-disable-next-line @typescript-eslint/no-restricted-types -- It decodes a part of itself without a view of it.
		bytes: Buffer,
		{from, to}: {readonly from: number; readonly to: number},
	) {
		this.level = level;
		this.time = time;
		this.step = step;
		this.size = to - from + level.length + (step?.length ?? 0);
		this.#bytes = bytes;
		this.#from = from;
		this.#to = to;
	}

	get message(): string {
		return this.#bytes.toString('utf8', this.#from, this.#to);
	}
}

/** Lines that came together, to be held. */
export function holdLines(lines: readonly BuildEntry[]): readonly BuildLine[] {
	// Between them stands something, so that two halves of a character do not become one.
	const bytes = Buffer.from(lines.map(({message}) => message).join('\n'));
	let from = 0;
	return lines.map((line) => {
		const to = from + Buffer.byteLength(line.message);
		const held = new BuildLine(line, bytes, {from, to});
		from = to + 1;
		return held;
	});
}
