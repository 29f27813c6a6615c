import {oncePer} from '../../base/cache.ts';
import {findBuildEnd, findBuildError} from '../../log/build-error.ts';
import {type Deployment} from '../../log/deployment.ts';
import {type BuildEntry} from '../../log/entry.ts';
import {type BuildLog, type State} from '../../store/state.ts';
import {createFilter} from '../../log/query.ts';
import {count, counted, levelWords, safe} from '../look/words.ts';
import {foundLines as findLines} from '../../store/update/polled.ts';

/** The lines of the build log that are shown: those that hold what is being typed, or was searched for. */
export function foundLines(state: State): FoundLines {
	return findOnce(state.build, searchedText(state));
}

type FoundLines = ReturnType<typeof findLines>;

/** Which of the lines is selected: the reader's, else the first error of a build that has failed, else the last one. -1 where there is none. */
export function selectedLine(state: State): number {
	const lines = foundLines(state);
	const {selected} = state.build;
	if (selected === undefined) {
		const told = [firstErrorLine(state, lines), lastLine(state, lines)];
		return told.find((index) => index !== -1) ?? lines.length - 1;
	}

	const after = lines.findIndex(({index}) => index >= selected);
	return after === -1 ? lines.length - 1 : after;
}

/** -1 while the build has not failed. */
export function firstErrorLine({details}: State, lines: FoundLines): number {
	return details.deployment === undefined
		? -1
		: findEnds(lines)(details.deployment).firstError;
}

/** Whether the reader has chosen no line, so that the first error of the failed build is. */
export function isFirstErrorChosen(state: State): boolean {
	return (
		state.build.selected === undefined &&
		firstErrorLine(state, foundLines(state)) !== -1
	);
}

/** Of a build that was cancelled or took too long; -1 where there is none. */
function lastLine({details}: State, lines: FoundLines): number {
	return details.deployment === undefined
		? -1
		: findEnds(lines)(details.deployment).last;
}

/** Every row asks for them, and a log may have 50,000 lines. */
const findEnds = oncePer((lines: FoundLines) => {
	const entries = lines.map(({entry}) => entry);
	return oncePer((deployment: Deployment) => ({
		firstError: findBuildError(deployment, entries),
		last: findBuildEnd(deployment, entries),
	}));
});

let lastEntries: readonly BuildEntry[] | undefined;
let lastSearch = '';
let lastLevels: readonly string[] = [];
let lastLines: FoundLines = [];

/** The log is looked through once after each change, not with every frame. */
function findOnce(build: BuildLog, search: string): FoundLines {
	if (
		build.entries !== lastEntries ||
		search !== lastSearch ||
		build.levels !== lastLevels
	) {
		lastLevels = build.levels;
		lastEntries = build.entries;
		lastSearch = search;
		lastLines = findLines({...build, search});
	}

	return lastLines;
}

/** What is looked for in the build log, also while it is typed. */
export function searchedText({build, screen: {mode}}: State): string {
	return mode.kind === 'text' && mode.target === 'build'
		? mode.value
		: build.search;
}

/** `errors only · "npm"`: which lines are shown; empty for all. */
export function buildFilterWords(state: State): string {
	const search = searchedText(state);
	return [
		levelWords(createFilter({levels: state.build.levels})),
		...(search === '' ? [] : [`"${safe(search)}"`]),
	]
		.filter(Boolean)
		.join(' · ');
}

/** `34 lines`, or `last 40,000 of 1,204,311 lines` of a log that is too long to be kept whole; empty while no line has been read and their number is not known. */
export function lineCountWords({entries, leftOut, status}: BuildLog): string {
	if (entries.length === 0 && (status === 'loading' || status === 'failed')) {
		return '';
	}

	const all = counted(leftOut.count + entries.length, 'line', 'lines');
	return leftOut.count === 0 ? all : `last ${count(entries.length)} of ${all}`;
}

/** Under which a line is remembered as unfolded. */
export function buildLineKey(index: number): string {
	return `line ${index} of the build log`;
}
