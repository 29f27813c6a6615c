import {Text} from 'ink';
import {toldError} from '../../log/build-error.ts';
import {isSettled, hasFailed} from '../../log/deployment.ts';
import {type State} from '../../store/state.ts';
import {type BuildEntry} from '../../log/entry.ts';
import {messageLines} from '../../log/first-line.ts';
import {levelOf} from '../../log/level.ts';
import {messageCells} from '../look/message-cells.ts';
import {servingWords, goAhead, goBack} from '../latest/latest-deployment.ts';
import {Pane} from '../look/pane.tsx';
import {buildFailure} from '../look/verdict.ts';
import {type Setting} from '../look/setting.ts';
import {spread} from '../look/line.ts';
import {safe, shiftWords, count} from '../look/words.ts';
import {
	type UpperPane,
	type Title,
	type View,
	activePane,
} from '../view/view.ts';
import {type Binding, type Command, say, inGroup} from '../keys/binding.ts';
import {createLevelKeys, jumpKeys, stepKeys} from '../keys/shared-keys.ts';
import {
	buildFilterWords,
	firstErrorLine,
	foundLines,
	lineCountWords,
	buildLineKey,
	searchedText,
	selectedLine,
} from './found-lines.ts';
import {createBuildRows} from './build-rows.ts';

/** Keys that act on the build log while it has the focus or the list's place. */
const buildKeys: readonly Binding[] = inGroup('Filter', [
	...createLevelKeys(
		({build}) => build.levels,
		(_state, levels) => [{kind: 'build-levels', levels}],
	),
	{
		keys: ['x'],
		name: 'clear',
		help: 'clear the levels and the search of the build log',
		hint: {words: 'clear', rank: 5},
		run: (state) =>
			buildFilterWords(state) === ''
				? say('All of the build log is shown already.')
				: [
						{kind: 'build-levels', levels: []},
						{kind: 'build-search', text: ''},
					],
	},
	...stepKeys(
		{
			step: moveBuild,
			page: (state, pages, height) => moveBuild(state, pages * height),
		},
		{
			first: 'the first line',
			last: 'the last line, and follow',
			hint: {words: 'move', rank: 9},
		},
	),
	{
		keys: ['ctrl+u'],
		name: 'half a page up',
		help: 'half a page up',
		group: 'Move',
		run: (state, _, height) => moveBuild(state, -halfOf(height)),
	},
	{
		keys: ['ctrl+d'],
		help: 'half a page down',
		group: 'Move',
		run: (state, _, height) => moveBuild(state, halfOf(height)),
	},
	{
		keys: ['f'],
		name: 'follow',
		help: 'the last line, and follow',
		group: 'Move',
		run: (state) => moveBuild(state, Number.POSITIVE_INFINITY),
	},
	{
		keys: ['<'],
		help: 'the deployment before, or the one that serves',
		isBound: (state) => goBack(state) !== undefined,
		run: (state) => goBack(state) ?? [],
	},
	{
		keys: ['>'],
		help: 'the deployment after it',
		isBound: (state) => goAhead(state) !== undefined,
		run: (state) => goAhead(state) ?? [],
	},
	...jumpKeys({match: goToMatch, error: goToError}),
	{
		keys: ['u'],
		name: 'unfold',
		help: 'unfold the line in place, fold it again',
		group: 'Read',
		run: unfold,
	},
	{
		keys: ['enter'],
		name: 'open',
		help: 'the line in full',
		group: 'Entry',
		hint: {words: 'open', rank: 6},
		run(state) {
			const entry = foundLines(state)[selectedLine(state)]?.entry;
			return entry === undefined
				? say('There is no line here to open.')
				: [{kind: 'detail', detail: {subject: {kind: 'build', entry}, top: 0}}];
		},
	},
]);

/** Why keys of the logs do nothing here. */
const lackedByBuild: ReadonlyMap<string, string> = new Map([
	['r', 'The build log has no regions.'],
	['t', 'The lines of the build log have no times.'],
	['T', 'The lines of the build log have no times.'],
	['o', 'The build log is always shown in its own order.'],
	['c', 'The build log has no context to show: x shows all of its lines.'],
	['-', 'The build log has no patterns to hide: / searches it.'],
	['<', 'The build log keeps no earlier searches.'],
	['>', 'The build log keeps no later searches.'],
	['m', 'The lines of the build log cannot be marked.'],
	["'", 'The lines of the build log cannot be marked.'],
	['V', 'The build log has no ranges: s saves all that it shows.'],
]);

function halfOf(height: number): number {
	return Math.max(1, Math.floor(height / 2));
}

/** Selects the line so many farther on. */
function moveBuild(state: State, by: number): Command[] {
	return goTo(state, selectedLine(state) + by);
}

/** Selects the line at `position` of those that are shown, or the one nearest to that. */
function goTo(state: State, position: number): Command[] {
	const lines = foundLines(state);
	const target = Math.max(0, Math.min(position, lines.length - 1));
	const line = lines[target];
	// A log that grows is followed; one of a failed build rests on its first error unless a line is chosen.
	const isFollowed = target === lines.length - 1 && !hasBuildFailed(state);
	return [
		{
			kind: 'build-select',
			...(line !== undefined && !isFollowed && {index: line.index}),
		},
		...showInFull(state, line?.entry),
	];
}

/** Where a line is shown in full, the selected one is. */
function showInFull(
	{screen: {detail}}: State,
	entry: BuildEntry | undefined,
): Command[] {
	return entry !== undefined && detail?.subject.kind === 'build'
		? [
				{
					kind: 'detail',
					detail: {...detail, subject: {kind: 'build', entry}, top: 0},
				},
			]
		: [];
}

function hasBuildFailed({details}: State): boolean {
	return details.deployment !== undefined && hasFailed(details.deployment);
}

/** All lines that are shown are matches while one searches. */
function goToMatch(state: State, by: number): Command[] {
	if (searchedText(state) === '') {
		return say('Nothing is searched for in the build log: / begins a search.');
	}

	const {length} = foundLines(state);
	const target = selectedLine(state) + by;
	return target < 0 || target >= length
		? say(`There is no ${by > 0 ? 'later' : 'earlier'} match.`)
		: [
				...goTo(state, target),
				...say(`match ${count(target + 1)} of ${count(length)}.`),
			];
}

function goToError(state: State, by: number): Command[] {
	const lines = foundLines(state);
	const isError = (at: number) =>
		levelOf(lines[at]?.entry.level ?? '') === 'error';
	let target = selectedLine(state) + by;
	while (target >= 0 && target < lines.length && !isError(target)) {
		target += by;
	}

	return isError(target)
		? goTo(state, target)
		: say(
				`There is no ${by > 0 ? 'later' : 'earlier'} error in the build log.`,
			);
}

function unfold(state: State): Command[] {
	const line = foundLines(state)[selectedLine(state)];
	if (line === undefined) {
		return say('There is no line here to unfold.');
	}

	const {message} = line.entry;
	const key = buildLineKey(line.index);
	const isLong =
		state.screen.unfolded.has(key) ||
		messageLines(message).length > 1 ||
		message.length > state.screen.columns / 2;
	return isLong
		? [{kind: 'unfold', key}]
		: say('The whole line is on its row.');
}

/** Keeps the place of the build log's rows, which paint themselves. */
export function BuildPane({
	pane: {rectangle, isFolded},
	state,
	setting,
}: BuildPaneProps) {
	return isFolded ? (
		<Text>{foldedBuild(state, setting, rectangle.width)}</Text>
	) : (
		<Pane
			rectangle={rectangle}
			title={buildTitle(state, setting)}
			isFocused={state.screen.focus === 'build'}
			theme={setting.theme}
		/>
	);
}

type BuildPaneProps = {
	readonly pane: UpperPane;
	readonly state: State;
	readonly setting: Setting;
};

/** The build log. */
export const buildView: View = {
	place: 'pane',
	keys: buildKeys,
	lacks: lackedByBuild,
	title: ({state}, setting) => buildTitle(state, setting),
	list: {
		createRows: createBuildRows,
		changesWith: 'keys',
		scroll: moveBuild,
	},
};

/** What stands above the build log. */
function buildTitle(state: State, {theme}: Setting): Title {
	const {build, screen} = state;
	const lines = foundLines(state);
	const filter = buildFilterWords(state);
	const words = [
		...(filter === '' ? [] : [`${filter} in ${lines.length}`]),
		...(firstErrorLine(state, lines) === -1
			? []
			: [
					theme.paint(
						'bad',
						build.leftOut.hasError
							? 'first error of the lines kept'
							: 'first error',
					),
				]),
		...servingWords(state),
		...(activePane(state) === 'build' && screen.shift > 0
			? [shiftWords(screen.shift)]
			: []),
	];
	return {
		left: [
			theme.paint(screen.focus === 'build' ? 'focused' : 'strong', '2 Build'),
			...words,
		].join(' · '),
		right: [
			...(build.malformedCount > 0 ? [`${build.malformedCount} left out`] : []),
			lineCountWords(build),
			...progress(state),
		]
			.filter(Boolean)
			.join(' · '),
	};
}

function progress({build, details}: State): string[] {
	if (build.status === 'failed' && build.entries.length > 0) {
		return ['cut off'];
	}

	return build.status === 'growing' &&
		details.deployment !== undefined &&
		!isSettled(details.deployment)
		? ['growing']
		: [];
}

/** The build log in a line: its first error if it has failed, else its last line. */
export function foldedBuild(
	state: State,
	{theme}: Setting,
	width: number,
): string {
	const {build} = state;
	const lines = foundLines(state);
	const firstError = lines[firstErrorLine(state, lines)]?.entry;
	const entry = firstError ?? build.entries.at(-1);
	const told =
		firstError === undefined ? 0 : (toldError(firstError)?.offset ?? 0);
	const text =
		entry === undefined
			? theme.paint('quiet', withoutLines(state))
			: messageCells(entry.message.slice(told), {
					width,
					shift: 0,
					match: '',
					theme,
				});
	return spread(
		` ${theme.paint('strong', '2')} ${theme.paint('quiet', 'Build      ')} ${firstError === undefined ? '' : theme.paint('bad', 'error ')}${text}`,
		theme.paint('quiet', `${lineCountWords(build)} `),
		width,
	);
}

function withoutLines(state: State): string {
	const {build} = state;
	const failure = buildFailure(state);
	if (failure !== undefined) {
		return failure.kind === 'said'
			? 'not loaded'
			: safe(failure.failure.message);
	}

	return build.status === 'ended' ? 'empty' : 'waiting for the build log';
}
