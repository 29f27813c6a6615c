import {type Micros} from '../../log/entry.ts';
import {heldExtent} from '../../store/wanted/holes.ts';
import {heldCount, rangePaging} from '../../store/missing.ts';
import {type Timestamps, createTimestamps} from '../../text/timestamp.ts';
import {countUnseen} from '../../store/list/list.ts';
import {type State} from '../../store/state.ts';
import {matchIndex} from '../../store/list/jump.ts';
import {type Logs, type Measures, type RowLook} from '../../store/logs.ts';
import {type Store} from '../../store/create-store.ts';
import {count, counted, queryWords} from '../look/words.ts';
import {messageWidth, messageRows} from '../entry/entry-rows.ts';
import {type Setting} from '../look/setting.ts';
import {bareTheme} from '../look/theme.ts';

/** `▼ 128 new, 3 errors`: what came while the view is held; empty for nothing. */
export function newWords({logs}: State): string {
	const {count: newCount, errorCount} = countUnseen(logs);
	if (newCount === 0) {
		return '';
	}

	return [
		`▼ ${count(newCount)} new`,
		...(errorCount === 0 ? [] : [counted(errorCount, 'error', 'errors')]),
	].join(', ');
}

/** `match 3 of 41`, `41 matches` where the selected entry is none of them. How many there are is not told beside a place before all are counted. */
export function matchWords(logs: Logs): string {
	const {count: total, isCounting} = logs.matches.count();
	const index = matchIndex(logs);
	const counting = isCounting ? ', counting' : '';
	if (index === undefined) {
		return counted(total, 'match', 'matches') + counting;
	}

	const all = isCounting ? '' : ` of ${count(total)}`;
	return `match ${count(index + 1)}${all}${counting}`;
}

/** `12,000 loaded, more…`: how far the loading of a past range is; empty where none is under way. */
export function pagingWords(logs: Logs): string {
	return rangePaging(logs) === 'going'
		? `${count(heldCount(logs))} loaded, more…`
		: '';
}

/** Why nothing of what is loaded is to be seen: `No entry that is loaded matches errors only.` */
export function nothingLoadedWords(logs: Logs): string {
	const {since, until} = logs.query.range;
	const filter = queryWords(logs.query);
	return heldCount(logs) > 0 && filter !== ''
		? `No entry that is loaded matches ${filter}.`
		: since === undefined && until === undefined
			? 'No entry is loaded.'
			: 'No entry of that time is loaded.';
}

/** Of which time the entries are that are loaded: ` since 11:02:41`, `, with gaps, since 11:02:41`, ` · all since the deployment`; empty where there are none. */
export function extentWords(
	state: State,
	timestamps: Timestamps,
	now: Micros,
): string {
	const extent = heldExtent(state);
	if (extent === undefined) {
		return '';
	}

	if (extent.kind === 'all') {
		return ` · all ${allWords(state)}`;
	}

	const {first, last, hasGaps} = extent;
	const at = (time: Micros) => timestamps.timeOn(now, time);
	const span =
		first === undefined
			? `until ${at(last ?? 0)}`
			: last === undefined
				? `since ${at(first)}`
				: `from ${at(first)} to ${timestamps.timeOn(first, last)}`;
	return `${hasGaps ? ', with gaps,' : ''} ${span}`;
}

/** What is all there, where nothing is missing. */
function allWords({logs: {query, traits, source}, details}: State): string {
	const {since, until} = query.range;
	if (since !== undefined || until !== undefined) {
		return 'of that time';
	}

	if (traits.isAtHand === true) {
		return source?.files.length === 1 ? 'of the file' : 'of the files';
	}

	return details.deployment === undefined
		? 'that is kept'
		: `since the ${traits.words.deployment}`;
}

/** Measures entries as they are drawn. */
export function createMeasures(): Measures {
	const zones = new Map<string, Timestamps>();
	return {
		// Colours take no cells.
		countRows: (message, {width, isWrapped, isUnfolded}) =>
			messageRows(
				message,
				{width, isWrapped, shift: 0, match: [], theme: bareTheme},
				isUnfolded,
			).length,
		startOfDay(time, zone) {
			const known = zones.get(zone) ?? createTimestamps(zone);
			zones.set(zone, known);
			return known.startOfDay(time);
		},
	};
}

/** Keeps the store told of how entries are laid out, and in which zone days begin; returns how to stop that. */
export function settleListRows(store: Store, setting: Setting): () => void {
	return store.settle((state) => {
		const {logs} = state;
		const rowLook = rowLookOf(state, setting);
		const dayZone = dayZoneOf(state, setting);
		return isSame(rowLook, logs.rowLook) && dayZone === logs.dayZone
			? undefined
			: {kind: 'list-rows', rowLook, dayZone};
	});
}

function rowLookOf(state: State, setting: Setting): RowLook | undefined {
	const {unfolded, isWrapped, columns} = state.screen;
	return unfolded.size === 0 && !isWrapped
		? undefined
		: {width: messageWidth(state, setting, columns), isWrapped, unfolded};
}

function isSame(a: RowLook | undefined, b: RowLook | undefined): boolean {
	return (
		a?.width === b?.width &&
		a?.isWrapped === b?.isWrapped &&
		a?.unfolded === b?.unfolded
	);
}

function dayZoneOf({screen}: State, {timeZone}: Setting): string | undefined {
	switch (screen.times) {
		case 'deployment': {
			return undefined;
		}

		case 'utc': {
			return 'utc';
		}

		case 'zone': {
			return timeZone;
		}
	}
}
