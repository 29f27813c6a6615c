import {type BuildEntry} from '../../log/entry.ts';
import {plainLevel} from '../../log/level.ts';
import {type BuildAction} from '../action.ts';
import {type BuildLog} from '../state.ts';

export function updateBuild(build: BuildLog, action: BuildAction): BuildLog {
	switch (action.kind) {
		case 'build-lines': {
			return {
				...build,
				status: 'growing',
				entries: overwritten(build.entries, action.fromIndex, action.entries),
				malformedCount: action.malformedCount,
			};
		}

		case 'build-ended': {
			return {
				...withoutFailure(build),
				status: 'ended',
				entries: build.entries.slice(0, action.count),
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
export function foundLines({entries, search, levels}: BuildLog): ReadonlyArray<{
	readonly index: number;
	readonly entry: BuildEntry;
}> {
	const text = search.toLowerCase();
	return entries
		.map((entry, index) => ({index, entry}))
		.filter(
			({entry}) =>
				(levels.length === 0 || levels.includes(plainLevel(entry.level))) &&
				(text === '' || entry.message.toLowerCase().includes(text)),
		);
}

/** A log that is read again from its start replaces what was read before line by line, so that nothing is seen twice or goes away meanwhile. */
function overwritten(
	entries: readonly BuildEntry[],
	fromIndex: number,
	lines: readonly BuildEntry[],
): readonly BuildEntry[] {
	return [
		...entries.slice(0, fromIndex),
		...lines,
		...entries.slice(fromIndex + lines.length),
	];
}

function withoutFailure({failure, ...build}: BuildLog): BuildLog {
	return build;
}

function following({selected, ...build}: BuildLog): BuildLog {
	return build;
}
