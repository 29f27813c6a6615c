import {hasFailed} from '../../log/deployment.ts';
import {type BuildEntry} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {isReversed, listOf, selectionOf} from '../../store/view/viewport.ts';
import {activePane} from '../build-log/active-pane.ts';
import {foundLines, selectedLine} from '../build-log/found-lines.ts';
import {type Binding, type Command, say} from '../keys/binding.ts';
import {scrollRight} from './scroll-right.ts';

/** Keys that move the selection. */
export const moveKeys: readonly Binding[] = [
	{
		keys: ['up', 'k'],
		name: 'up',
		help: 'one row up',
		group: 'Move',
		run: (state) => move(state, -1),
	},
	{
		keys: ['down', 'j'],
		name: 'down',
		help: 'one row down',
		group: 'Move',
		hint: {words: 'move', keys: 'j k', rank: 9},
		run: (state) => move(state, 1),
	},
	{
		keys: ['pageup', 'ctrl+b'],
		name: 'page up',
		help: 'a page up',
		group: 'Move',
		run: (state, _, height) => scroll(state, -1, height),
	},
	{
		keys: ['pagedown', 'ctrl+f'],
		name: 'page down',
		help: 'a page down',
		group: 'Move',
		run: (state, _, height) => scroll(state, 1, height),
	},
	{
		keys: ['ctrl+u'],
		help: 'half a page up',
		group: 'Move',
		run: (state, _, height) => scroll(state, -0.5, height),
	},
	{
		keys: ['ctrl+d'],
		help: 'half a page down',
		group: 'Move',
		run: (state, _, height) => scroll(state, 0.5, height),
	},
	{
		keys: ['g', 'home'],
		name: 'first',
		words: ['top', 'oldest', 'start', 'beginning'],
		help: 'the first entry of the query',
		group: 'Move',
		run: (state) =>
			activePane(state) === 'build'
				? [{kind: 'build-select', index: 0}]
				: [{kind: 'go', selection: {kind: 'first'}}],
	},
	{
		keys: ['G', 'end', 'f'],
		name: 'follow',
		words: ['tail', 'newest', 'latest', 'live', 'end', 'bottom', 'last'],
		help: 'the newest entry, and follow',
		group: 'Move',
		hint: {words: 'follow', keys: 'f', rank: 6},
		run: (state) =>
			activePane(state) === 'build'
				? [{kind: 'build-select', ...lastLineOf(state)}]
				: goToEnd(state),
	},
	{
		keys: ['space'],
		name: 'pause',
		words: ['hold', 'freeze', 'stop', 'resume'],
		help: 'hold, let go',
		group: 'Time',
		hint: {words: 'hold', rank: 7},
		run: ({logs}) =>
			logs.query.range.until === undefined
				? [{kind: 'hold'}]
				: say('A past range does not move.'),
	},
	{
		keys: ['left', 'h'],
		name: 'scroll left',
		help: 'sideways, back',
		group: 'Move',
		run: () => [{kind: 'shift', by: -1}],
	},
	{
		keys: ['right', 'l'],
		name: 'scroll right',
		words: ['sideways'],
		help: 'sideways, for long messages',
		group: 'Move',
		run: scrollRight,
	},
];

function move(state: State, by: number): Command[] {
	return activePane(state) === 'build'
		? moveInBuild(state, by)
		: [{kind: 'move', by}];
}

function scroll(state: State, pages: number, height: number): Command[] {
	const rows = (count: number) =>
		Math.sign(pages) * Math.max(1, Math.floor(count * Math.abs(pages)));
	return activePane(state) === 'build'
		? moveInBuild(state, rows(height))
		: [{kind: 'scroll', by: rows(state.logs.height)}];
}

function moveInBuild(state: State, by: number): Command[] {
	const lines = foundLines(state);
	const target = Math.max(
		0,
		Math.min(selectedLine(state) + by, lines.length - 1),
	);
	const index = lines[target]?.index;
	const isLast = target === lines.length - 1 && !hasBuildFailed(state);
	return [
		{
			kind: 'build-select',
			...(index !== undefined && !isLast && {index}),
		},
		...showInFull(state, lines[target]?.entry),
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

/** A log that grows is followed; one of a failed build rests on its first error unless a line is chosen. */
function lastLineOf(state: State) {
	const index = foundLines(state).at(-1)?.index;
	return hasBuildFailed(state) && index !== undefined ? {index} : {};
}

function hasBuildFailed({details}: State): boolean {
	return details.deployment !== undefined && hasFailed(details.deployment);
}

function goToEnd({logs}: State): Command[] {
	if (!isReversed(logs)) {
		return [{kind: 'go', selection: {kind: 'newest'}}];
	}

	const last = listOf(logs).last();
	return last === undefined
		? []
		: [{kind: 'go', selection: selectionOf(last, logs)}];
}
