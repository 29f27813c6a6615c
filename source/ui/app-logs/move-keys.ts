import {type BuildEntry} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {isReversed, listOf, selectionOf} from '../../store/view/viewport.ts';
import {activePane} from '../frame/active-pane.ts';
import {foundLines, selectedLine} from '../build-log/found-lines.ts';
import {layoutOf} from '../frame/layout.ts';
import {type Binding, type Command} from '../keys/binding.ts';

/** Keys that move the selection. */
export const moveKeys: readonly Binding[] = [
	{
		keys: ['up', 'k'],
		help: 'one row up',
		group: 'Move',
		run: (state) => moved(state, -1),
	},
	{
		keys: ['down', 'j'],
		help: 'one row down',
		group: 'Move',
		hint: {words: 'move', keys: 'j k', rank: 9},
		run: (state) => moved(state, 1),
	},
	{
		keys: ['pageup', 'ctrl+b'],
		help: 'a page up',
		group: 'Move',
		run: (state) => scrolled(state, -1),
	},
	{
		keys: ['pagedown', 'ctrl+f'],
		help: 'a page down',
		group: 'Move',
		run: (state) => scrolled(state, 1),
	},
	{
		keys: ['ctrl+u'],
		help: 'half a page up',
		group: 'Move',
		run: (state) => scrolled(state, -0.5),
	},
	{
		keys: ['ctrl+d'],
		help: 'half a page down',
		group: 'Move',
		run: (state) => scrolled(state, 0.5),
	},
	{
		keys: ['g', 'home'],
		help: 'the first entry of the query',
		group: 'Move',
		run: (state) =>
			activePane(state) === 'build'
				? [{kind: 'build-select', index: 0}]
				: [{kind: 'go', selection: {kind: 'first'}}],
	},
	{
		keys: ['G', 'end', 'f'],
		help: 'the newest entry, and follow',
		group: 'Move',
		hint: {words: 'follow', keys: 'f', rank: 6},
		run: (state) =>
			activePane(state) === 'build'
				? [{kind: 'build-select', ...lastLine(state)}]
				: toEnd(state),
	},
	{
		keys: ['left', 'h'],
		help: 'sideways, back',
		group: 'Move',
		run: () => [{kind: 'shift', by: -1}],
	},
	{
		keys: ['right', 'l'],
		help: 'sideways, for long messages',
		group: 'Move',
		run: () => [{kind: 'shift', by: 1}],
	},
];

function moved(state: State, by: number): Command[] {
	return activePane(state) === 'build'
		? movedInBuild(state, by)
		: [{kind: 'move', by}];
}

function scrolled(state: State, pages: number): Command[] {
	const rows = (height: number) =>
		Math.sign(pages) * Math.max(1, Math.floor(height * Math.abs(pages)));
	return activePane(state) === 'build'
		? movedInBuild(state, rows(buildHeight(state)))
		: [{kind: 'scroll', by: rows(state.logs.height)}];
}

function buildHeight(state: State): number {
	const layout = layoutOf(state);
	if (layout.kind === 'too-small') {
		return 1;
	}

	return layout.main.kind === 'build'
		? layout.main.list.height
		: Math.max(1, (layout.build?.rectangle.height ?? 3) - 2);
}

function movedInBuild(state: State, by: number): Command[] {
	const lines = foundLines(state);
	const target = Math.max(
		0,
		Math.min(selectedLine(state) + by, lines.length - 1),
	);
	const index = lines[target]?.index;
	const isLast = target === lines.length - 1 && !hasFailed(state);
	return [
		{
			kind: 'build-select',
			...(index !== undefined && !isLast && {index}),
		},
		...shownInFull(state, lines[target]?.entry),
	];
}

/** Where a line is shown in full, the selected one is. */
function shownInFull(
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
function lastLine(state: State) {
	const index = foundLines(state).at(-1)?.index;
	return hasFailed(state) && index !== undefined ? {index} : {};
}

function hasFailed({details}: State): boolean {
	return details.deployment?.status === 'failed';
}

function toEnd({logs}: State): Command[] {
	if (!isReversed(logs)) {
		return [{kind: 'go', selection: {kind: 'newest'}}];
	}

	const last = listOf(logs).last();
	return last === undefined
		? []
		: [{kind: 'go', selection: selectionOf(last, logs)}];
}
