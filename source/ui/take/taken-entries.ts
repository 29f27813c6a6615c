import {type BuildEntry, type Entry} from '../../log/entry.ts';
import {markedRange} from '../../store/list/range.ts';
import {type Logs} from '../../store/logs.ts';
import {type State} from '../../store/state.ts';
import {
	isReversed,
	selectedEntry as selectedEntryOf,
} from '../../store/list/viewport.ts';
import {type Spot} from '../../store/view/view.ts';
import {activePane} from '../view/view.ts';
import {foundLines, selectedLine} from '../build-log/found-lines.ts';

/** What a copy takes: the range where one was begun, else the selected entry, or the selected line of the build log where that is the active pane. */
export function copiedEntries(state: State): ReadonlyArray<Entry | BuildEntry> {
	if (activePane(state) === 'build') {
		const line = foundLines(state)[selectedLine(state)];
		return line === undefined ? [] : [line.entry];
	}

	if (state.logs.rangeFrom !== undefined) {
		return [...entryBatches(state.logs)].flat();
	}

	const entry = selectedEntry(state);
	return entry === undefined ? [] : [entry];
}

const batchSize = 2000;

/** What is saved: the lines of the build log that are shown where that is the list, else entries. */
export function shownBatches(state: State): TakenBatches {
	return activePane(state) === 'build'
		? [foundLines(state).map(({entry}) => entry)]
		: entryBatches(state.logs);
}

/** The range where one was begun, else all entries that are loaded and shown, in the order of the list. Between two batches other things may happen to the logs. */
function* entryBatches(
	logs: Logs,
): Generator<readonly Entry[], void, undefined> {
	const {view, buffer} = logs;
	const isDown = !isReversed(logs);
	const range = markedRange(logs);
	const first = range?.first ?? view.first();
	const last = range?.last ?? view.last();
	if (first === undefined || last === undefined) {
		return;
	}

	const lastId = view.idAt(isDown ? last : first);
	let spot: Spot | undefined = isDown ? first : last;
	while (spot !== undefined) {
		const batch: Entry[] = [];
		let id = view.idAt(spot);
		let time = view.timeAt(spot);
		while (spot !== undefined && batch.length < batchSize) {
			id = view.idAt(spot);
			time = view.timeAt(spot);
			batch.push(...[buffer.entry(id) ?? []].flat());
			spot = id === lastId ? undefined : step(spot);
		}

		yield batch;
		if (id === lastId) {
			return;
		}

		// What has come meanwhile may have moved it, or taken its place.
		const place = view.spotOf(id);
		spot =
			place === undefined
				? isDown
					? view.atOrAfter(time + 1)
					: view.before(time)
				: step(place);
	}

	function step(from: Spot): Spot | undefined {
		return isDown ? view.next(from) : view.previous(from);
	}
}

/** The entry on which keys act: the one that is shown in full, else the selected one; nothing where a rule is selected, or nothing is there. */
export function selectedEntry({logs, screen}: State): Entry | undefined {
	return screen.detail?.subject.kind === 'entry'
		? screen.detail.subject.entry
		: selectedEntryOf(logs);
}

/** What the UI needs beyond the screen. What fails says why in a sentence. */
export type Outside = {
	/** Resolves with where the text is now, in words, and in few words. */
	readonly copy: (
		text: string,
	) => Promise<{readonly words: string; readonly short: string}>;
	/** Shows a safe text on the normal screen until a key is pressed. */
	readonly showBare: (text: string) => Promise<void>;
	readonly save: (
		path: string,
		batches: TakenBatches,
		options: {readonly mayReplace: boolean},
	) => Promise<Saved>;
	/** Opens entries in the reader's pager or editor until that is closed. */
	readonly open: (batches: TakenBatches) => Promise<void>;
};

/** Entries, or lines of the build log. */
export type TakenBatches = Iterable<ReadonlyArray<Entry | BuildEntry>>;

export type Saved =
	| {readonly kind: 'saved'; readonly path: string; readonly count: number}
	/** There is a file already, which was left as it is. */
	| {readonly kind: 'exists'; readonly path: string};
