import {type BuildEntry, type Entry} from '../../log/entry.ts';
import {markedRange} from '../../store/range.ts';
import {type Logs, type State} from '../../store/state.ts';
import {isReversed} from '../../store/viewport.ts';
import {type Spot} from '../../store/view.ts';
import {activePane} from '../active-pane.ts';
import {foundLines, selectedLine} from '../build-log/found-lines.ts';
import {selectedEntry} from './selected-entry.ts';

/** What a copy takes: the range where one was begun, else the selected entry, or the selected line of the build log where that is the active pane. */
export function copiedEntries(state: State): ReadonlyArray<Entry | BuildEntry> {
	if (activePane(state) === 'build') {
		const line = foundLines(state)[selectedLine(state)];
		return line === undefined ? [] : [line.entry];
	}

	if (state.logs.rangeFrom !== undefined) {
		return [...shownEntries(state.logs)];
	}

	const entry = selectedEntry(state);
	return entry === undefined ? [] : [entry];
}

/** The range where one was begun, else all entries that are loaded and shown, in the order of the list. */
export function* shownEntries(logs: Logs): Generator<Entry> {
	const {view, buffer} = logs;
	const range = markedRange(logs);
	const first = range?.first ?? view.first();
	const last = range?.last ?? view.last();
	if (first === undefined || last === undefined) {
		return;
	}

	const [start, end] = isReversed(logs) ? [last, first] : [first, last];
	let spot: Spot | undefined = start;
	while (spot !== undefined) {
		const entry = buffer.entry(view.idAt(spot));
		if (entry !== undefined) {
			yield entry;
		}

		if (spot.piece === end.piece && spot.match === end.match) {
			return;
		}

		spot = isReversed(logs) ? view.previous(spot) : view.next(spot);
	}
}
