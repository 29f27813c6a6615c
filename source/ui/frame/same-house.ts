import {type BuildLog, type State} from '../../store/state.ts';
import {searchedText} from '../build-log/found-lines.ts';
import {logsFailure} from '../look/verdict.ts';
import {activePane, type Layout, type Snapshot} from '../view/view.ts';

/** Whether what Ink draws at the top is the same in both: entries that arrive and keys that move change nothing in it, and so cost no rendering. What reads the logs paints itself, past React. */
export function isSameHouse(a: Snapshot, b: Snapshot): boolean {
	return (
		(isSameRoom(a.layout, b.layout) && isSameRead(a, b)) ||
		(isCovered(b.layout) && isSameSize(a, b))
	);
}

/** Whether the dock is the same in both. */
export function isSameDock(a: Snapshot, b: Snapshot): boolean {
	return (
		(!hasDock(a) && !hasDock(b)) ||
		(a.layout === b.layout &&
			isSameRead(a, b) &&
			isAlike(a.state.screen, b.state.screen) &&
			a.fieldsOf === b.fieldsOf &&
			(!isTaking(b) || a.state.logs === b.state.logs))
	);
}

/** Whether the dock says what is loaded. */
function isTaking({state: {screen}}: Snapshot): boolean {
	return screen.mode.kind === 'save' || screen.mode.kind === 'incomplete';
}

/** Whether the panes that Ink draws are where they were. */
function isSameRoom(a: Layout, b: Layout): boolean {
	return a === b || roomOf(a) === roomOf(b);
}

function roomOf(layout: Layout): string {
	if (layout.kind === 'too-small') {
		return layout.kind;
	}

	const {deployment, build, firstError, main} = layout;
	return JSON.stringify({
		deployment,
		build,
		isBelowFirstError: firstError !== undefined,
		whole: main.kind === 'deployment' ? main.list : undefined,
	});
}

/** Whether there is nothing of Ink's to be seen, such as below the help: what it drew last stands there still when it is uncovered. */
function isCovered(layout: Layout): boolean {
	return (
		layout.kind === 'panes' &&
		layout.deployment === undefined &&
		layout.build === undefined &&
		layout.main.kind !== 'deployment'
	);
}

function isSameSize(
	{state: {screen: a}}: Snapshot,
	{state: {screen: b}}: Snapshot,
): boolean {
	return a.columns === b.columns && a.rows === b.rows;
}

/** Whether what Ink's parts read is the same in both. */
function isSameRead(a: Snapshot, b: Snapshot): boolean {
	return (
		a.state.details === b.state.details &&
		a.state.latest === b.state.latest &&
		a.state.logs.source === b.state.logs.source &&
		logsFailure(a.state) === logsFailure(b.state) &&
		isSameBuild(a.state.build, b.state.build) &&
		isAlike(readOfScreen(a.state), readOfScreen(b.state))
	);
}

function hasDock({layout}: Snapshot): boolean {
	return layout.kind === 'panes' && layout.dock !== undefined;
}

function isSameBuild(a: BuildLog, b: BuildLog): boolean {
	return a === b || isAlike({...a, selected: 0}, {...b, selected: 0});
}

/** What the panes read of the screen and of what is typed: all else, such as where the caret of a prompt is, changes with keys that draw nothing of theirs. */
function readOfScreen(state: State) {
	const {columns, rows, focus, isZoomed, field, times, shift} = state.screen;
	return {
		columns,
		rows,
		focus,
		isZoomed,
		field,
		times,
		buildText: searchedText(state),
		...(activePane(state) === 'build' && {shift}),
	};
}

function isAlike<Value extends Record<string, unknown>>(a: Value, b: Value) {
	const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
	return [...keys].every((key) => a[key] === b[key]);
}
