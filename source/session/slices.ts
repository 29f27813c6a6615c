import {type Action} from '../store/action.ts';
import {type Store} from '../store/create-store.ts';
import {works} from '../store/works.ts';

/** Does the long work that the state asks for, a slice in each turn of the event loop; the action `worked` tells after each how far it has got. While there is nothing to do, nothing runs. */
export function startSlices(
	store: Store,
	/** Our clock, in microseconds. */
	now: () => number = () => Date.now() * 1000,
): Slices {
	let turn: NodeJS.Immediate | undefined;
	let pause: NodeJS.Timeout | undefined;
	let workedAt = Number.NEGATIVE_INFINITY;

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

		workedAt = performance.now();
		store.dispatch({kind: 'worked', isDone: isDone()});
	};

	const schedule = () => {
		pause = undefined;
		if (turn === undefined && !isDone()) {
			turn = setImmediate(goOn);
		}
	};

	const unsubscribe = store.subscribe(({kind}: Action) => {
		if (
			kind === 'source-entries' &&
			store.get().logs.source?.isKnown === false
		) {
			const wait = Math.max(0, workedAt + readingPace - performance.now());
			pause ??= setTimeout(schedule, wait);
		} else if (turn === undefined) {
			schedule();
		}
	});
	schedule();
	return {
		stop() {
			unsubscribe();
			clearImmediate(turn);
			clearTimeout(pause);
		},
	};
}

/** In milliseconds: for so long the store's work goes on before keys, entries and frames have their turn. */
const slice = 1;
/** In milliseconds: while a file is read, what comes of it is looked through so often: each block changes what is to be counted. */
const readingPace = 250;

type Slices = {
	readonly stop: () => void;
};
