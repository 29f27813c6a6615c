import {type Store} from '../store/create-store.ts';
import {works} from '../store/works.ts';

/** In milliseconds: for so long the store's work goes on before keys, entries and frames have their turn. */
const slice = 1;

type Slices = {
	readonly stop: () => void;
};

/** Does the long work that the state asks for, a slice in each turn of the event loop; the action `worked` tells after each how far it has got. While there is nothing to do, nothing runs. */
export function startSlices(
	store: Store,
	/** Our clock, in microseconds. */
	now: () => number = () => Date.now() * 1000,
): Slices {
	let turn: NodeJS.Immediate | undefined;

	const isDone = () => works(store.get(), now()).every((work) => work.isDone);

	const goOn = () => {
		turn = undefined;
		const end = performance.now() + slice;
		const hasTime = () => performance.now() < end;
		for (const work of works(store.get(), now())) {
			if (!work.isDone && hasTime()) {
				work.run(hasTime);
			}
		}

		store.dispatch({kind: 'worked', isDone: isDone()});
	};

	const schedule = () => {
		if (turn === undefined && !isDone()) {
			turn = setImmediate(goOn);
		}
	};

	const unsubscribe = store.subscribe(schedule);
	schedule();
	return {
		stop() {
			unsubscribe();
			clearImmediate(turn);
		},
	};
}
