import {type BuildEntry} from '../../log/entry.ts';
import {plainLevel} from '../../log/level.ts';
import {type Deployment} from '../../log/deployment.ts';
import {type BuildAction, type ListAction} from '../action.ts';
import {
	type BuildLine,
	holdLines,
	type BuildLog,
	type State,
} from '../state.ts';
import {type Listing, type Mode} from '../screen-state.ts';

/** Adds lines to the build log, and notes what the reader looks at of it. */
export function updateBuild(build: BuildLog, action: BuildAction): BuildLog {
	switch (action.kind) {
		case 'build-lines': {
			return {
				...placeLines(build, action.fromIndex, action.entries),
				status: 'growing',
				failure: undefined,
				malformedCount: action.malformedCount,
			};
		}

		case 'build-ended': {
			const entries = build.entries.slice(
				0,
				Math.max(0, action.count - build.leftOut.count),
			);
			return {
				...build,
				status: 'ended',
				failure: undefined,
				entries,
				size: sizeOf(entries),
			};
		}

		case 'build-failed': {
			return {...build, status: 'failed', failure: action.failure};
		}

		case 'build-select': {
			return action.index === undefined
				? following(build)
				: {...build, selected: action.index};
		}

		case 'build-search': {
			return {...following(build), search: action.text};
		}

		case 'build-levels': {
			return {...following(build), levels: action.levels};
		}
	}
}

/** The lines of a build log that are of interest, each with its number from 0. */
export function foundLines({
	entries,
	leftOut,
	search,
	levels,
}: BuildLog): ReadonlyArray<{
	readonly index: number;
	readonly entry: BuildLine;
}> {
	const text = search.toLowerCase();
	return entries
		.map((entry, index) => ({index: leftOut.count + index, entry}))
		.filter(
			({entry}) =>
				(levels.length === 0 || levels.includes(plainLevel(entry.level))) &&
				(text === '' || entry.message.toLowerCase().includes(text)),
		);
}

/** What is kept of a log; the oldest lines go where it is longer, as what failed is told at the end. */
const most = {lines: 50_000, size: 16 * 1024 * 1024};
/** So much goes at once, so that a log beyond its ceiling is not moved with each line. */
const keptShare = 3 / 4;

/** A log that is read again from its start replaces what was read before line by line, so that nothing is seen twice or goes away meanwhile. */
function placeLines(
	build: BuildLog,
	fromIndex: number,
	lines: readonly BuildEntry[],
): BuildLog {
	const at = Math.max(0, fromIndex - build.leftOut.count);
	const placed = holdLines(
		lines.slice(Math.max(0, build.leftOut.count - fromIndex)),
	);
	const replaced = build.entries.slice(at, at + placed.length);
	const kept =
		at === build.entries.length ? build.entries : build.entries.slice(0, at);
	return withinCeiling({
		...build,
		// eslint-disable-next-line unicorn/prefer-spread -- Spreading takes thirty times as long, and each batch is placed so.
		entries: kept.concat(placed, build.entries.slice(at + placed.length)),
		size: build.size + sizeOf(placed) - sizeOf(replaced),
	});
}

function withinCeiling(build: BuildLog): BuildLog {
	const {entries, leftOut} = build;
	let {size} = build;
	if (entries.length <= most.lines && size <= most.size) {
		return build;
	}

	let count = 0;
	let {hasError} = leftOut;
	// The last line stays, however long it is.
	for (const entry of entries.slice(0, -1)) {
		if (
			entries.length - count <= most.lines * keptShare &&
			size <= most.size * keptShare
		) {
			break;
		}

		count++;
		size -= entry.size;
		hasError ||= plainLevel(entry.level) === 'error';
	}

	return {
		...build,
		entries: entries.slice(count),
		size,
		leftOut: {count: leftOut.count + count, hasError},
	};
}

function sizeOf(lines: readonly BuildLine[]): number {
	return lines.reduce((sum, {size}) => sum + size, 0);
}

function following({selected, ...build}: BuildLog): BuildLog {
	return build;
}

/** Takes in what has come of a list to choose from. The picker may have been closed meanwhile, or be for another project. */
export function updateLists(state: State, action: ListAction): State {
	const {mode} = state.screen;
	switch (action.kind) {
		case 'deployments-loaded': {
			const {deployments, projectId, after} = action;
			const isOwn =
				projectId === undefined ||
				projectId === state.details.deployment?.projectId;
			const latest =
				isOwn && after === undefined
					? {
							isFollowed: state.latest.isFollowed,
							deployments,
							...(action.next !== undefined && {next: action.next}),
						}
					: state.latest;
			return {
				...(isAsked(mode, action, state)
					? withMode(state, {
							...mode,
							list: withPage(
								mode.list,
								{...action, items: deployments},
								(all) => all.toSorted((a, b) => timeOf(b) - timeOf(a)),
							),
						})
					: state),
				latest,
			};
		}

		case 'deployments-failed': {
			return isAsked(mode, action, state)
				? withMode(state, {...mode, list: withFailure(mode.list, action)})
				: state;
		}

		case 'projects-loaded': {
			return mode.kind === 'projects'
				? withMode(state, {
						...mode,
						list: withPage(mode.list, {...action, items: action.projects}),
					})
				: state;
		}

		case 'projects-failed': {
			return mode.kind === 'projects'
				? withMode(state, {...mode, list: withFailure(mode.list, action)})
				: state;
		}

		case 'latest': {
			return {
				...state,
				latest: {...state.latest, isFollowed: action.isFollowed},
			};
		}
	}
}

function isAsked(
	mode: Mode,
	{projectId}: {readonly projectId?: string},
	{details: {deployment}}: State,
): mode is Extract<Mode, {readonly kind: 'deployments' | 'baseline'}> {
	return (
		(mode.kind === 'deployments' || mode.kind === 'baseline') &&
		(projectId === undefined ||
			projectId === (mode.project?.id ?? deployment?.projectId))
	);
}

function withMode(state: State, mode: Mode): State {
	return {...state, screen: {...state.screen, mode}};
}

/** What is listed already stays where its page comes anew, but for what that page tells of it. */
function withPage<Item extends {readonly id: string}>(
	list: Listing<Item>,
	{
		items,
		after,
		next,
	}: {
		readonly items: readonly Item[];
		readonly after?: string;
		readonly next?: string;
	},
	sort = (all: readonly Item[]): readonly Item[] => all,
): Listing<Item> {
	const before = list.kind === 'loaded' ? list.items : [];
	const ids = new Set(items.map(({id}) => id));
	const others = before.filter(({id}) => !ids.has(id));
	if (after !== undefined) {
		return {
			kind: 'loaded',
			items: sort([...others, ...items]),
			...(next !== undefined && {next}),
		};
	}

	const isWhole = next === undefined;
	const known = list.kind === 'loaded' && others.length > 0 ? list.next : next;
	return {
		kind: 'loaded',
		items: isWhole ? items : sort([...items, ...others]),
		...(!isWhole && known !== undefined && {next: known}),
	};
}

/** What is listed stays. */
function withFailure<Item>(
	list: Listing<Item>,
	{reason}: {readonly reason: string},
): Listing<Item> {
	return list.kind === 'loaded' ? {...list, reason} : {kind: 'failed', reason};
}

function timeOf({createdAt = 0}: Deployment): number {
	return createdAt;
}
