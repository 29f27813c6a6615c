import {type Action} from '../store/action.ts';
import {type Store} from '../store/create-store.ts';
import {type State} from '../store/state.ts';

/** The state as Ink's parts see it. */
export type Snapshots = {
	readonly get: () => State;
	readonly subscribe: (listener: () => void) => () => void;
	readonly stop: () => void;
};

/** In milliseconds: what streams in changes the parts around the list twice a second, moving through the list a little later than the list itself. */
const delays: ReadonlyMap<Action['kind'], number> = new Map([
	['live-entries', 500],
	['page-landed', 50],
	['build-lines', 100],
	['move', 50],
	['scroll', 50],
	['clock-told', 500],
]);
const tickDelay = 1000;

export function createSnapshots(store: Store): Snapshots {
	let current = store.get();
	let timer: NodeJS.Timeout | undefined;
	let due = Number.POSITIVE_INFINITY;
	const listeners = new Set<() => void>();

	const tell = () => {
		clearTimeout(timer);
		timer = undefined;
		due = Number.POSITIVE_INFINITY;
		// A new object, so that a countdown is seen to have moved.
		current = {...store.get()};
		for (const listener of listeners) {
			listener();
		}

		if (current.logs.connection.kind === 'reconnecting') {
			schedule(tickDelay);
		}
	};

	const schedule = (delay: number) => {
		const at = performance.now() + delay;
		if (at < due) {
			clearTimeout(timer);
			due = at;
			timer = setTimeout(tell, delay);
		}
	};

	const unsubscribe = store.subscribe(({kind}) => {
		const delay = delays.get(kind);
		if (delay === undefined) {
			tell();
		} else {
			schedule(delay);
		}
	});
	return {
		get: () => current,
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		stop() {
			unsubscribe();
			clearTimeout(timer);
		},
	};
}
