import {type ScreenState} from '../store/screen-state.ts';
import {type BuildLog} from '../store/state.ts';
import {type Snapshot} from './snapshot.ts';

/** Whether all that Ink draws at the top is the same in both: entries that arrive and keys that move change nothing in it, and so cost no rendering. What reads the logs paints itself, past React. */
export function isSameHouse(a: Snapshot, b: Snapshot): boolean {
	return (
		a.layout === b.layout &&
		a.state.details === b.state.details &&
		isSameBuild(a.state.build, b.state.build) &&
		isSameScreen(a, b)
	);
}

/** Whether the dock is the same in both. */
export function isSameDock(a: Snapshot, b: Snapshot): boolean {
	return (
		(!hasDock(a) && !hasDock(b)) ||
		(isSameHouse(a, b) && a.state.screen.mode === b.state.screen.mode)
	);
}

function hasDock({layout}: Snapshot): boolean {
	return layout.kind === 'panes' && layout.dock !== undefined;
}

function isSameBuild(a: BuildLog, b: BuildLog): boolean {
	return a === b || isAlike({...a, selected: 0}, {...b, selected: 0});
}

function isSameScreen(
	{state: {screen: a}}: Snapshot,
	{state: {screen: b}}: Snapshot,
) {
	return a === b || isAlike(ofHouse(a), ofHouse(b));
}

function ofHouse({mode, notice, shift, detail, ...rest}: ScreenState) {
	return rest;
}

function isAlike<Value extends Record<string, unknown>>(a: Value, b: Value) {
	const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
	return [...keys].every((key) => a[key] === b[key]);
}
