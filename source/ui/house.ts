import {type BuildLog, type ScreenState} from '../store/state.ts';
import {type Snapshot} from './snapshot.ts';

/** Whether all that Ink draws, panes and docks, is the same in both: entries that arrive and keys that move change nothing in it, and so cost no rendering. What reads the logs paints itself, past React. */
export function isSameHouse(a: Snapshot, b: Snapshot): boolean {
	return (
		a.layout === b.layout &&
		a.state.details === b.state.details &&
		isSameBuild(a.state.build, b.state.build) &&
		isSameScreen(a, b)
	);
}

function isSameBuild(a: BuildLog, b: BuildLog): boolean {
	return a === b || isAlike({...a, selected: 0}, {...b, selected: 0});
}

/** A mode without a dock is no more than its layout. */
function isSameScreen(a: Snapshot, b: Snapshot): boolean {
	const hasDock = a.layout.kind === 'panes' && a.layout.dock !== undefined;
	return (
		(!hasDock || a.state.screen.mode === b.state.screen.mode) &&
		(a.state.screen === b.state.screen ||
			isAlike(ofHouse(a.state.screen), ofHouse(b.state.screen)))
	);
}

function ofHouse({mode, notice, shift, detail, ...rest}: ScreenState) {
	return rest;
}

function isAlike<Value extends Record<string, unknown>>(a: Value, b: Value) {
	const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
	return [...keys].every((key) => a[key] === b[key]);
}
