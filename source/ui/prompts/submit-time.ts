import {type RangeInWords, parseRange} from '../../log/time-words.ts';
import {type Action} from '../../store/action.ts';
import {type Store} from '../../store/create-store.ts';
import {type State} from '../../store/state.ts';
import {isWithin} from '../../log/time-range.ts';
import {selectedEntry} from '../../store/list/viewport.ts';
import {type Setting, shownSetting} from '../look/setting.ts';
import {rangeWords} from '../look/words.ts';

/** Reads what was typed at the time prompt; a problem is said there, and nothing typed is lost. */
export async function submitTime(
	words: string,
	{get, dispatch}: Store,
	setting: Setting,
): Promise<void> {
	for (const action of await readActions(words, get, setting)) {
		dispatch(action);
	}
}

/** Says at the time prompt what is understood of what stands there; returns how to stop that. */
export function previewTimes(store: Store, setting: Setting): () => void {
	return store.subscribe((action) => {
		if (
			action.kind === 'mode' &&
			action.mode.kind === 'time' &&
			action.mode.value.trim() !== '' &&
			action.mode.understood === undefined &&
			action.mode.problem === undefined
		) {
			void preview(action.mode.value, store, setting);
		}
	});
}

async function preview(
	words: string,
	{get, dispatch}: Store,
	setting: Setting,
): Promise<void> {
	const found = await read(words, get(), setting);
	const state = get();
	const {mode} = state.screen;
	if (
		mode.kind === 'time' &&
		mode.value === words &&
		mode.problem === undefined
	) {
		dispatch({
			kind: 'mode',
			mode: {
				...mode,
				understood: understoodWords(found, shownSetting(setting, state)),
			},
		});
	}
}

/** With date and zone: `from 2026-11-26 14:00:00 UTC+01:00 on, and live`. */
function understoodWords(
	found: RangeInWords,
	{timestamps}: Pick<Setting, 'timestamps'>,
): string {
	const zone = (time: number) => timestamps.zoneLabel(time);
	switch (found.kind) {
		case 'unclear': {
			return found.reason;
		}

		case 'instant': {
			const {time} = found;
			return `goes to ${timestamps.dateTime(time)} ${zone(time)}`;
		}

		case 'range': {
			const {since, until} = found.range;
			const end = until ?? since;
			const words = `${rangeWords(found.range, timestamps)}${end === undefined ? '' : ` ${zone(end)}`}`;
			return until === undefined && since !== undefined
				? `${words}, and live`
				: words;
		}
	}
}

async function read(
	words: string,
	{clockOffset, details: {deployment}, logs}: State,
	{now, timeZone}: Setting,
): Promise<RangeInWords> {
	const selected = selectedEntry(logs);
	return words.trim() === ''
		? {kind: 'range', range: {}}
		: parseRange(words, {
				// Clocks differ: a preset counts from the server's.
				now: now() + clockOffset,
				timeZone,
				...(deployment?.createdAt !== undefined && {
					deployedAt: deployment.createdAt,
				}),
				...(selected !== undefined && {selectedAt: selected.time}),
			});
}

async function readActions(
	words: string,
	get: () => State,
	setting: Setting,
): Promise<Action[]> {
	const list: Action = {kind: 'mode', mode: {kind: 'list'}};
	const found = await read(words, get(), setting);
	const {screen, logs} = get();
	if (screen.mode.kind !== 'time' || screen.mode.value !== words) {
		return [];
	}

	switch (found.kind) {
		case 'unclear': {
			return [{kind: 'mode', mode: {...screen.mode, problem: found.reason}}];
		}

		case 'range': {
			return [
				list,
				{kind: 'query', query: {...logs.query, range: found.range}},
			];
		}

		case 'instant': {
			const {query} = logs;
			return [
				list,
				...(isWithin(found.time, query.range)
					? []
					: [{kind: 'query', query: {...query, range: {}}} as const]),
				{kind: 'go', selection: {kind: 'instant', time: found.time}},
			];
		}
	}
}
