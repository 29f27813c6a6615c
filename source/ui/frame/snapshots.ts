import {type Micros} from '../../log/entry.ts';
import {type Action, type Pace, paceOf} from '../../store/action.ts';
import {type Store} from '../../store/create-store.ts';
import {fieldCatalog} from '../../store/fields/field-catalog.ts';
import {heldCount} from '../../store/missing.ts';
import {shownPatterns} from '../../store/shown/pattern-list.ts';
import {type State} from '../../store/state.ts';
import {type Snapshot} from '../view/view.ts';
import {isSameDock, isSameHouse} from './same-house.ts';
import {layoutOf} from './layout.ts';

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
	let snapshot = takenFrom(store, now());
	let house = snapshot;
	let dock = snapshot;

	const takeTyping = () => {
		snapshot = takenFrom(store, now());
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
