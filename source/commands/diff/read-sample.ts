import {type Options} from '../../config/options.ts';
import {type Target} from '../../config/target.ts';
import {systemClock} from '../../feeds/clock.ts';
import {createFeed} from '../../feeds/create-feed.ts';
import {type Entry, type Micros} from '../../log/entry.ts';
import {levelOf, rankOf} from '../../log/level.ts';
import {pastPages} from '../../print/past-pages.ts';
import {type Grouping} from '../../store/patterns/grouping.ts';

const defaultLimit = 100_000;

/** What a deployment has logged, group by group. */
export type Sample = {
	readonly deploymentId: string;
	readonly entryCount: number;
	/** The times of its oldest and its newest entry; both 0 where there is none. */
	readonly from: Micros;
	readonly to: Micros;
	/** There is no more than that. */
	readonly isWhole: boolean;
	readonly firstError?: Entry;
	readonly groups: ReadonlyMap<number, GroupCount>;
};

export type GroupCount = {
	readonly count: number;
	/** Of its worst level, 0 for the worst of all. */
	readonly rank: number;
	readonly level: string;
};

/** Reads a deployment's newest entries that match, as many as are asked for. */
export async function readSample(
	target: Target,
	{filter, range, limit = defaultLimit}: Options,
	grouping: Grouping,
): Promise<Sample> {
	const feed = createFeed(target);
	const groups = new Map<number, GroupCount>();
	let entryCount = 0;
	let from = Number.POSITIVE_INFINITY;
	let to = Number.NEGATIVE_INFINITY;
	let isWhole = true;
	let firstError: Entry | undefined;
	const take = (entry: Entry) => {
		const {time, level, message} = entry;
		const group = grouping.groupOf(message);
		const known = groups.get(group);
		const rank = rankOf(level);
		groups.set(group, {
			count: (known?.count ?? 0) + 1,
			...(known === undefined || rank < known.rank
				? {rank, level}
				: {rank: known.rank, level: known.level}),
		});
		entryCount++;
		from = Math.min(from, time);
		to = Math.max(to, time);
		if (
			levelOf(level) === 'error' &&
			(firstError === undefined || time < firstError.time)
		) {
			firstError = entry;
		}
	};

	const pages = pastPages(
		{filter, range, order: 'desc', limit: feed.traits.pageLimit},
		limit,
		{
			feed,
			clock: systemClock,
			random: Math.random,
			signal: new AbortController().signal,
			// What is no entry has no pattern.
			onMalformed: () => undefined,
			onMissing() {
				isWhole = false;
			},
		},
	);
	for await (const {lines} of pages) {
		const room = limit - entryCount;
		for (const line of lines.slice(0, room)) {
			take(line.read());
		}

		if (lines.length > room) {
			isWhole = false;
			break;
		}
	}

	return {
		deploymentId: target.deploymentId,
		entryCount,
		from: entryCount === 0 ? 0 : from,
		to: entryCount === 0 ? 0 : to,
		isWhole,
		...(firstError !== undefined && {firstError}),
		groups,
	};
}
