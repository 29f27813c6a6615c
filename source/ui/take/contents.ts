import {type Micros, type BuildEntry, type Entry} from '../../log/entry.ts';
import {type TimeSpan} from '../../log/time-range.ts';
import {type Gap} from '../../timeline/coverage.ts';
import {type State} from '../../store/state.ts';
import {beginOf, takenHoles, fillingOf} from '../../store/wanted/holes.ts';
import {markedRange, rangeCount} from '../../store/list/range.ts';
import {type Timestamps} from '../../text/timestamp.ts';
import {type EntryHead} from '../../store/buffer/log-buffer.ts';
import {type Logs} from '../../store/logs.ts';
import {
	isReversed,
	selectedEntry as selectedEntryOf,
	selectedHead as selectedHeadOf,
} from '../../store/list/viewport.ts';
import {type Spot} from '../../store/view/view.ts';
import {activePane} from '../view/view.ts';
import {foundLines, selectedLine} from '../build-log/found-lines.ts';
import {type Setting} from '../look/setting.ts';
import {count, counted} from '../look/words.ts';
import {type Command, type ModeOf} from '../keys/binding.ts';

/** Tells what a key that takes entries away would take now. */
export function contentsOf(state: State, setting: Setting): Contents {
	return activePane(state) === 'build'
		? buildContents(state)
		: {
				held: heldWords(state, setting),
				missing: holesWords(state, setting),
			};
}

/** What is about to be copied, saved or opened, in words: how much, of which time, and what may be missing in it (empty where nothing is). */
type Contents = {readonly held: string; readonly missing: string};

type Taking = ModeOf<'save' | 'incomplete'>;

export function buildContents(state: State): Contents {
	const {status} = state.build;
	return {
		held: `${counted(foundLines(state).length, 'line', 'lines')} of the build log`,
		missing:
			status === 'failed'
				? 'the rest, which could not be read'
				: status === 'ended'
					? ''
					: 'what the build still logs',
	};
}

function heldWords({logs}: State, {timestamps, now}: Setting): string {
	const {view} = logs;
	const range = markedRange(logs);
	const shown = view.count();
	const first = range?.first ?? view.first();
	const last = range?.last ?? view.last();
	const number = range === undefined ? shown.count : rangeCount(range, logs);
	const entries =
		counted(number, 'entry', 'entries') +
		(range === undefined && shown.isCounting ? ' and more' : '');
	return first === undefined || last === undefined
		? entries
		: `${entries}, ${spanWords({from: view.timeAt(first), to: view.timeAt(last)}, timestamps, now())}`;
}

const mostHoles = 2;

/** `before 11:02:41, 12:01:10–12:03:00 and 3 more spans`; empty where there is none. */
export function holesWords(
	state: State,
	{timestamps, now}: Pick<Setting, 'timestamps' | 'now'>,
): string {
	return gapWords(takenHoles(state), state, {timestamps, now});
}

/** The same of gaps that are known already. */
export function gapWords(
	holes: readonly Gap[],
	state: State,
	{timestamps, now}: Pick<Setting, 'timestamps' | 'now'>,
): string {
	const begin = beginOf(state);
	const words = holes
		.slice(0, mostHoles)
		.map((hole) => holeWords(hole, {begin, timestamps, now: now()}));
	const others = holes.length - words.length;
	return others > 0
		? `${words.join(', ')} and ${count(others)} more ${others === 1 ? 'span' : 'spans'}`
		: words.join(', ');
}

function holeWords(
	{from, to}: Gap,
	{
		begin,
		timestamps,
		now,
	}: {
		readonly begin: Micros;
		readonly timestamps: Timestamps;
		readonly now: Micros;
	},
): string {
	const at = (time: Micros) => timestamps.timeOn(now, time);
	if (to === Number.POSITIVE_INFINITY) {
		return from <= begin
			? 'all that is not loaded yet'
			: `what came since ${at(from)}`;
	}

	return from <= begin
		? `what came before ${at(to)}`
		: spanWords({from, to}, timestamps, now);
}

/** `11:02:41–12:03:21`, with days where it is not of today alone. */
export function spanWords(
	{from, to}: TimeSpan,
	timestamps: Timestamps,
	now: Micros,
): string {
	const isOneDay = timestamps.date(from) === timestamps.date(to);
	const begin = isOneDay
		? timestamps.timeOn(now, from)
		: timestamps.dateTime(from);
	return isOneDay && timestamps.time(from) === timestamps.time(to)
		? begin
		: `${begin}–${timestamps.timeOn(from, to)}`;
}

/** Whether something is missing that can be asked for. */
export function isIncomplete(state: State): boolean {
	return activePane(state) === 'logs' && takenHoles(state).length > 0;
}

/** Loads what is missing, then takes all of it away; what cannot be had is said, and the reader decides. */
export function fillFirst(
	mode: Taking,
	state: State,
	take: (state: State) => readonly Command[],
): readonly Command[] {
	const {problem, ...rest} = mode;
	return isIncomplete(state)
		? [
				{kind: 'mode', mode: {...rest, isLoading: true}},
				{kind: 'await', commands: (now) => afterFilling(now, take)},
			]
		: take(state);
}

/** Nothing while something is still to come. */
function afterFilling(
	state: State,
	take: (state: State) => readonly Command[],
): readonly Command[] | undefined {
	const {mode} = state.screen;
	if (
		(mode.kind !== 'save' && mode.kind !== 'incomplete') ||
		mode.isLoading !== true
	) {
		return [];
	}

	const filling = fillingOf(state);
	switch (filling) {
		case 'going': {
			return undefined;
		}

		case 'done': {
			return [stopFilling(mode), ...take(state)];
		}

		case 'full':
		case 'failed':
		case 'unconnected': {
			return [stopFilling(mode, whyNot(filling, state))];
		}
	}
}

/** The prompt as it was before. */
export function stopFilling(
	{isLoading, problem: _, ...mode}: Taking,
	problem?: string,
): Command {
	return {
		kind: 'mode',
		mode: {...mode, ...(problem !== undefined && {problem})},
	};
}

function whyNot(
	filling: 'full' | 'failed' | 'unconnected',
	{logs}: State,
): string {
	switch (filling) {
		case 'full': {
			return `enter takes what is there: no more than ${counted(logs.limit, 'entry is', 'entries are')} held at once (--buffer).`;
		}

		case 'failed': {
			return `enter takes what is there: ${logs.failedGaps.at(-1)?.failure.message ?? 'the server does not give the rest.'}`;
		}

		case 'unconnected': {
			return 'enter takes what is there: the rest needs a connection, and there was none.';
		}
	}
}

/** What the prompt says while it loads. */
export function fillingWords(state: State, setting: Setting): string {
	return `loading ${holesWords(state, setting)} · ${counted(state.logs.view.count().count, 'entry', 'entries')} so far`;
}

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

/** The same where the beginning of its message will do. */
export function selectedHead({logs, screen}: State): EntryHead | undefined {
	return screen.detail?.subject.kind === 'entry'
		? screen.detail.subject.entry
		: selectedHeadOf(logs);
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
