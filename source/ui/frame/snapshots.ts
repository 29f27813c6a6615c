import {type Micros} from '../../log/entry.ts';
import {type Action, type Pace, paceOf} from '../../store/action.ts';
import {type Store} from '../../store/create-store.ts';
import {fieldCatalog} from '../../store/fields/field-catalog.ts';
import {heldCount} from '../../store/missing.ts';
import {shownPatterns} from '../../store/shown/pattern-list.ts';
import {type State, type BuildLog} from '../../store/state.ts';
import {type Snapshot, activePane, type Layout} from '../view/view.ts';
import {searchedText} from '../build-log/found-lines.ts';
import {logsFailure} from '../look/verdict.ts';
import {layoutOf} from './layout.ts';

/** The state as Ink's parts read it: it changes with keys at once, but with what streams in at most twice a second. */
export type Snapshots = {
	readonly get: () => Snapshot;
	/** The first of those that are the same to Ink's parts. */
	readonly house: () => Snapshot;
	/** The first of those that are the same to the dock. */
	readonly dock: () => Snapshot;
	/** Returns how to stop that. */
	readonly subscribe: (listener: () => void) => () => void;
	/** The same, but for snapshots that are taken between the letters of a text. */
	readonly subscribeRested: (listener: () => void) => () => void;
	readonly stop: () => void;
};

/** In milliseconds: what streams in is told so often at most. */
const streamInterval = 500;
/** In milliseconds: the header follows a key that scrolls or types when the keys have rested for so long … */
const restDelay = 40;
/** … and so often at least while they do not. */
const mostRestDelay = 160;
const second = 1000;

/** Takes snapshots of the state: at once after a key, twice a second at most while entries stream in. While nothing happens, no timer runs. */
export function createSnapshots(store: Store, now: () => Micros): Snapshots {
	const listeners = new Set<() => void>();
	const restedListeners = new Set<() => void>();
	let timer: NodeJS.Timeout | undefined;
	let timerAt = Number.POSITIVE_INFINITY;
	/** When a snapshot is taken at the latest, and when for the keys that rest then; keys put that off. */
	let dueAt = Number.POSITIVE_INFINITY;
	let restedAt = Number.POSITIVE_INFINITY;
	let takenAt = Number.NEGATIVE_INFINITY;
	/** Whether all that was told since the last one came by itself. */
	let hasOnlyArrivals = true;
	let snapshot = takenFrom(store, now());
	let house = snapshot;
	let dock = snapshot;

	const takeTyping = () => {
		const next = takenFrom(store, now());
		// What has told nothing but that all is known draws nothing: the clock alone is no news.
		snapshot =
			hasOnlyArrivals && bringsNothing(snapshot, next)
				? {...next, now: snapshot.now}
				: next;
		hasOnlyArrivals = true;
		house = isSameHouse(house, snapshot) ? house : snapshot;
		dock = isSameDock(dock, snapshot) ? dock : snapshot;
		for (const listener of listeners) {
			listener();
		}
	};

	const take = () => {
		clearTimeout(timer);
		timerAt = Number.POSITIVE_INFINITY;
		dueAt = Number.POSITIVE_INFINITY;
		restedAt = Number.POSITIVE_INFINITY;
		takenAt = performance.now();
		takeTyping();
		for (const listener of restedListeners) {
			listener();
		}

		if (snapshot.state.logs.connection.kind === 'reconnecting') {
			// Only the countdown to the next try ticks.
			takeWithin(second);
		}
	};

	const takeWithin = (milliseconds: number) => {
		dueAt = Math.min(dueAt, performance.now() + milliseconds);
		startTimer();
	};

	const takeAtRest = () => {
		restedAt = performance.now() + restDelay;
		takeWithin(mostRestDelay);
	};

	const startTimer = () => {
		const at = Math.min(dueAt, restedAt);
		if (at < timerAt) {
			clearTimeout(timer);
			timerAt = at;
			timer = setTimeout(onTimer, Math.max(0, at - performance.now()));
		}
	};

	const onTimer = () => {
		timerAt = Number.POSITIVE_INFINITY;
		if (performance.now() < Math.min(dueAt, restedAt)) {
			startTimer();
		} else {
			take();
		}
	};

	const unsubscribe = store.subscribe((action) => {
		const pace = snapshotPace(action, snapshot);
		if (pace === 'news' && store.get() === snapshot.state) {
			// It has told what is known: the clock alone draws nothing.
			return;
		}

		hasOnlyArrivals &&= pace === 'arrival' || pace === 'stream';
		if (
			pace === 'at once' ||
			pace === 'news' ||
			layoutOf(store.get()) !== snapshot.layout
		) {
			take();
		} else if (pace === 'stream' || pace === 'arrival') {
			takeWithin(Math.max(0, takenAt + streamInterval - performance.now()));
		} else {
			if (pace === 'typing') {
				takeTyping();
			}

			takeAtRest();
		}
	});
	const stopFitting = store.settle(fitList);
	snapshot = takenFrom(store, now());
	house = snapshot;
	dock = snapshot;
	return {
		get: () => snapshot,
		house: () => house,
		dock: () => dock,
		subscribe: (listener) => addTo(listeners, listener),
		subscribeRested: (listener) => addTo(restedListeners, listener),
		stop() {
			clearTimeout(timer);
			unsubscribe();
			stopFitting();
		},
	};
}

function addTo(listeners: Set<() => void>, listener: () => void): () => void {
	listeners.add(listener);
	return () => {
		listeners.delete(listener);
	};
}

function takenFrom(store: Store, now: Micros): Snapshot {
	const state = store.get();
	return {
		state,
		layout: layoutOf(state),
		now,
		shown: state.logs.view.count(),
		loaded: heldCount(state.logs),
		...(isNamingField(state) && {
			fieldsOf: fieldCatalog(state.logs.buffer).countedCount,
		}),
		...(state.screen.mode.kind === 'patterns' && {
			patterns: shownPatterns(state),
		}),
	};
}

/** Whether the stream has been silent since, and as many entries are held and shown as before. */
function bringsNothing(before: Snapshot, next: Snapshot): boolean {
	const {connection, query} = before.state.logs;
	const {logs} = next.state;
	return (
		connection.kind === 'live' &&
		logs.connection.kind === 'live' &&
		connection.heardAt === logs.connection.heardAt &&
		query === logs.query &&
		before.loaded === next.loaded &&
		before.shown.count === next.shown.count
	);
}

function isNamingField({screen: {mode}}: State): boolean {
	return mode.kind === 'fields' || mode.kind === 'text';
}

/** The list is as high as the layout has it. */
function fitList(state: State): Action | undefined {
	const layout = layoutOf(state);
	if (layout.kind === 'too-small' || layout.main.kind !== 'logs') {
		return undefined;
	}

	const {height} = layout.main.list;
	return height === state.logs.height
		? undefined
		: {kind: 'list-height', height};
}

/** Counting that has come to its end is told at once. */
function snapshotPace(action: Action, {shown, patterns}: Snapshot): Pace {
	return action.kind === 'worked' &&
		action.isDone &&
		(shown.isCounting || patterns?.isCounting === true)
		? 'at once'
		: paceOf(action);
}

/** Whether what Ink draws at the top is the same in both: entries that arrive and keys that move change nothing in it, and so cost no rendering. What reads the logs paints itself, past React. */
function isSameHouse(a: Snapshot, b: Snapshot): boolean {
	return (
		(isSameRoom(a.layout, b.layout) && isSameRead(a, b)) ||
		(isCovered(b.layout) && isSameSize(a, b))
	);
}

/** Whether the dock is the same in both. */
function isSameDock(a: Snapshot, b: Snapshot): boolean {
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

/** What the panes read of the screen and of what is typed. All else, such as the caret of a prompt, changes with keys that draw nothing in a pane. */
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
