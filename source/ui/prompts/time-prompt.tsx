import {type Action} from '../../store/action.ts';
import {type State} from '../../store/state.ts';
import {type ListedBinding, inMode, type ModeOf} from '../keys/binding.ts';
import {type RangeInWords, parseRange} from '../../log/time-words.ts';
import {type Store} from '../../store/create-store.ts';
import {byClock, isWithin} from '../../log/time-range.ts';
import {selectedHead} from '../../store/list/viewport.ts';
import {type Setting, shownSetting} from '../look/setting.ts';
import {rangeWords} from '../look/words.ts';
import {cancelKey, promptLine, createDockView} from './dock-view.ts';
import {HintedInput} from './prompt-input.tsx';

/** Keys of the prompt that asks for a time or a range of time. */
const keys: readonly ListedBinding[] = [
	{
		keys: ['enter'],
		help: 'show that time',
		hint: {words: 'show', rank: 0},
		run: inMode('time', ({value}) => [{kind: 'submit-time', words: value}]),
	},
	cancelKey,
	{
		keys: ['up'],
		help: 'the preset before',
		run: inMode('time', ({value}, state) => [
			type(presetAfter(value, -1, state)),
		]),
	},
	{
		keys: ['down', 'tab'],
		help: 'the next preset',
		hint: {words: 'presets', keys: '↑ ↓', rank: 1},
		run: inMode('time', ({value}, state) => [
			type(presetAfter(value, 1, state)),
		]),
	},
];

/** Takes a time in words; what is wrong with it is said below it. */
export const timeView = createDockView<ModeOf<'time'>>('time', {
	keys,
	onType: (_mode, value) => type(value),
	isPicker: false,
	height: () => 2,
	show({mode, state, setting: {theme}}) {
		const offers = presets(state).map((preset) =>
			theme.paint(preset === mode.value ? 'selected' : 'quiet', preset),
		);
		return (
			<HintedInput
				label=" time "
				line={promptLine(state)}
				columns={state.screen.columns}
				hint={
					mode.understood === undefined
						? `${offers.join('  ')}${theme.paint('quiet', '   2h ago · yesterday 14:00 · a to b · @ an instant · empty: all times')}`
						: theme.paint('quiet', mode.understood)
				}
				problem={mode.problem}
				theme={theme}
			/>
		);
	},
});

function type(value: string): Action {
	return {kind: 'mode', mode: {kind: 'time', value}};
}

const durations = ['15m', '1h', '6h', '24h', '7d', '14d'];

/** What the prompt offers: since so long ago, and since this deployment. */
function presets({details, logs: {traits}}: State): readonly string[] {
	return details.deployment?.createdAt === undefined
		? durations
		: [...durations, traits.words.deployment];
}

/** The preset that follows what stands at the prompt; the first or last one where that is none of them. */
function presetAfter(value: string, by: number, state: State): string {
	const all = presets(state);
	const index = all.indexOf(value);
	const next = index === -1 ? (by > 0 ? 0 : all.length - 1) : index + by;
	return all[(next + all.length) % all.length] ?? value;
}

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
	if (words.trim() === '') {
		return {kind: 'range', range: {}};
	}

	const selected = selectedHead(logs);
	const found = await parseRange(words, {
		// Clocks differ: a preset counts from the server's.
		now: now() + (clockOffset ?? 0),
		timeZone,
		...(deployment?.createdAt !== undefined && {
			deployedAt: deployment.createdAt,
		}),
		...(selected !== undefined && {selectedAt: selected.time}),
	});
	return found.kind === 'range' && clockOffset !== undefined
		? {...found, range: byClock(found.range, 0)}
		: found;
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
