import {type Micros} from '../log/entry.ts';
import {errorsOf} from './list/list.ts';
import {type State} from './state.ts';
import {type View} from './view/view.ts';
import {readerTime} from './list/viewport.ts';
import {shownWindow} from './shown/histogram-window.ts';
import {
	patternBars,
	patternCounts,
	patternWindow,
} from './shown/pattern-list.ts';
import {type Counting, loadedCounts} from './shown/loaded-counts.ts';
import {fieldCatalog} from './fields/field-catalog.ts';

/** The long work that a state asks for, what is seen first before the rest. To have another one done in slices, add it here. */
export function works(
	state: State,
	/** Our clock. */
	now?: Micros,
): readonly SlicedWork[] {
	const {logs} = state;
	const time = readerTime(logs);
	const lookThrough = (view: View): SlicedWork => ({
		isDone: view.isDone,
		run(hasTime) {
			view.run(hasTime, time);
		},
	});
	return [
		lookThrough(logs.view),
		...(logs.view === logs.matches ? [] : [lookThrough(logs.matches)]),
		...(logs.seen === undefined ? [] : [lookThrough(errorsOf(logs))]),
		histogramWork(state, now),
		patternsWork(state),
		countsWork(state),
		fieldsWork(state),
	];
}

/** Long work of the store, done in slices that are driven from outside, so that no key waits for it. */
export type SlicedWork = {
	/** Whether there is nothing to do for now. Asked after every action, so it must be cheap. */
	readonly isDone: boolean;
	/** Goes on until it is done or `hasTime` says no more; a step between two questions takes less than a millisecond. */
	readonly run: (hasTime: () => boolean) => void;
};

/** Counts what the histogram shows, once it is known what that is. */
export function histogramWork(state: State, now?: Micros): SlicedWork {
	const {histogram, matches} = state.logs;
	const window = matches.isDone ? shownWindow(state, now) : undefined;
	return {
		// What has to be found first is work of its own.
		isDone: window === undefined || histogram.isDone(window),
		run(hasTime) {
			if (window !== undefined) {
				histogram.run(window, hasTime);
			}
		},
	};
}

/** Groups messages while the patterns are shown, and at no other time. */
export function patternsWork(state: State): SlicedWork {
	const {logs, screen} = state;
	if (screen.mode.kind !== 'patterns' || !logs.matches.isDone) {
		// What has to be found first is work of its own.
		return {isDone: true, run: () => undefined};
	}

	const counts = patternCounts(state);
	const bars = patternBars(state);
	const window = patternWindow(state);
	return {
		isDone: counts.isDone && (window === undefined || bars.isDone(window)),
		run(hasTime) {
			counts.run(hasTime, readerTime(logs));
			if (counts.isDone && window !== undefined) {
				bars.run(window, hasTime);
			}
		},
	};
}

/** What of the loaded entries is counted for what is shown; nothing where no counts are. */
function shownCounting({screen: {mode}}: State): Counting | undefined {
	if (mode.kind === 'counts') {
		return {by: mode.by, width: mode.width};
	}

	return mode.kind === 'top' && mode.beside === undefined
		? {by: mode.field}
		: undefined;
}

/** Counts while counts are shown, and at no other time. */
export function countsWork(state: State): SlicedWork {
	const {logs} = state;
	const counting = shownCounting(state);
	if (counting === undefined || !logs.matches.isDone) {
		// What has to be found first is work of its own.
		return {isDone: true, run: () => undefined};
	}

	const {groups, values} = loadedCounts(state, counting);
	const counts = groups ?? values;
	return {
		isDone: counts?.isDone ?? true,
		run(hasTime) {
			counts?.run(hasTime, readerTime(logs));
		},
	};
}

/** Looks through the entries for their fields while one is to be named, and at no other time. */
function fieldsWork({logs, screen}: State): SlicedWork {
	const {kind} = screen.mode;
	const catalog = fieldCatalog(logs.buffer);
	return {
		isDone: (kind !== 'text' && kind !== 'fields') || catalog.isDone,
		run(hasTime) {
			catalog.run(hasTime, Number.POSITIVE_INFINITY);
		},
	};
}
