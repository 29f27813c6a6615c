import {hasFailed} from '../../log/deployment.ts';
import {levelOf} from '../../log/level.ts';
import {type BuildEntry} from '../../log/entry.ts';
import {type BuildLog, type State} from '../../store/state.ts';
import {foundLines as findLines} from '../../store/update/build.ts';

export type FoundLines = ReturnType<typeof findLines>;

/** The lines of the build log that are shown: those that hold what is being typed, or was searched for. */
export function foundLines({build, screen: {mode}}: State): FoundLines {
	return remembered(
		build,
		mode.kind === 'text' && mode.target === 'build' ? mode.value : build.search,
	);
}

/** Which of the lines is selected: the reader's, else the first error of a build that has failed, else the last one. -1 where there is none. */
export function selectedLine(state: State): number {
	const lines = foundLines(state);
	const {selected} = state.build;
	if (selected === undefined) {
		const firstError = firstErrorLine(state, lines);
		return firstError === -1 ? lines.length - 1 : firstError;
	}

	const after = lines.findIndex(({index}) => index >= selected);
	return after === -1 ? lines.length - 1 : after;
}

/** -1 while the build has not failed. */
export function firstErrorLine({details}: State, lines: FoundLines): number {
	return details.deployment !== undefined && hasFailed(details.deployment)
		? lines.findIndex(({entry}) => levelOf(entry.level) === 'error')
		: -1;
}

let lastEntries: readonly BuildEntry[] | undefined;
let lastSearch = '';
let lastLines: FoundLines = [];

/** The log is looked through once after each change, not with every frame. */
function remembered(build: BuildLog, search: string): FoundLines {
	if (build.entries !== lastEntries || search !== lastSearch) {
		lastEntries = build.entries;
		lastSearch = search;
		lastLines = findLines({...build, search});
	}

	return lastLines;
}
