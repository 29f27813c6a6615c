import {type BuildEntry} from '../../log/entry.ts';
import {plainLevel} from '../../log/level.ts';
import {type BuildAction} from '../action.ts';
import {type BuildLine, holdLines, type BuildLog} from '../state.ts';

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
