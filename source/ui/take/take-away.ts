import {type Store} from '../../store/create-store.ts';
import {type Micros} from '../../log/entry.ts';
import {type TimeSpan} from '../../log/time-range.ts';
import {type State} from '../../store/state.ts';
import {holesOfQuery, takenSpan} from '../../store/wanted/holes.ts';
import {isReversed} from '../../store/list/viewport.ts';
import {type Gap} from '../../timeline/coverage.ts';
import {type TakeCommand} from '../keys/binding.ts';
import {activePane} from '../view/view.ts';
import {noticeWidth} from '../look/surface.ts';
import {type Setting} from '../look/setting.ts';
import {counted, safe} from '../look/words.ts';
import {
	buildContents,
	contentsOf,
	gapWords,
	spanWords,
	type Outside,
	type TakenBatches,
	shownBatches,
} from './contents.ts';

/** Does what a key asks for outside of the screen, and says in the footer how it went. */
export async function takeAway(command: TakeCommand, rim: Rim): Promise<void> {
	const {dispatch} = rim.store;
	try {
		const sentence = await take(command, rim);
		if (sentence !== undefined) {
			dispatch({kind: 'notice', text: safe(sentence)});
		}
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		dispatch({kind: 'notice', text: safe(reason)});
	}
}

type Save = Extract<TakeCommand, {readonly kind: 'save'}>;
type Rim = {
	readonly store: Pick<Store, 'get' | 'dispatch'>;
	readonly outside: Outside;
	readonly setting: Setting;
};

/** Resolves with what is to be said of it. */
async function take(
	command: TakeCommand,
	rim: Rim,
): Promise<string | undefined> {
	const {store, outside, setting} = rim;
	switch (command.kind) {
		case 'copy': {
			return copy(command, rim);
		}

		case 'show-bare': {
			await outside.showBare(command.text);
			return undefined;
		}

		case 'save': {
			return save(command, rim);
		}

		case 'open': {
			const {held} = contentsOf(store.get(), setting);
			const taking = watchTaking(store.get);
			await outside.open(taking.batches);
			const missing = taking.missing(setting);
			return missing === ''
				? undefined
				: `What was opened is without ${missing}: ${held}`;
		}
	}
}

/** What is not certain must not be what is cut. */
async function copy(
	command: Extract<TakeCommand, {readonly kind: 'copy'}>,
	{store: {get}, outside, setting}: Rim,
): Promise<string> {
	const {what, text, caveat, span} = command;
	const {words, short} = await outside.copy(text);
	const end = caveat === undefined ? '' : `; ${caveat}`;
	const range =
		span === undefined
			? ''
			: `, ${spanWords(span, setting.timestamps, setting.now())}`;
	const room = noticeWidth(get().screen);
	return (
		[
			`${what} copied: ${words}${end}${range}`,
			`${what} copied: ${words}${end}`,
		].find(({length}) => length <= room) ?? `copied: ${short}${end}`
	);
}

/** What is wrong with a path is said at the prompt, and nothing typed is lost; in the footer where the prompt is closed by then. */
async function save(
	{path, mayReplace}: Save,
	{store: {get, dispatch}, outside, setting}: Rim,
): Promise<string | undefined> {
	const isAsked = () => {
		const {mode} = get().screen;
		return mode.kind === 'save' && mode.value === path;
	};

	const ask = (problem: string, replaces?: string) => {
		if (isAsked()) {
			dispatch({
				kind: 'mode',
				mode: {
					kind: 'save',
					value: path,
					problem,
					...(replaces !== undefined && {replaces}),
				},
			});
		}
	};

	try {
		const isBuild = activePane(get()) === 'build';
		const {batches, span, missing} = watchTaking(get);
		const result = await outside.save(path, batches, {mayReplace});
		if (result.kind === 'exists') {
			ask(
				`There is a file ${result.path} already. enter replaces it, esc leaves it as it is.`,
				path,
			);
			return undefined;
		}

		if (get().screen.mode.kind === 'save') {
			dispatch({kind: 'mode', mode: {kind: 'list'}});
		}

		if (get().logs.rangeFrom !== undefined) {
			dispatch({kind: 'range'});
		}

		return savedWords(result, setting, {
			isBuild,
			missing: missing(setting),
			span: span(),
			width: noticeWidth(get().screen),
		});
	} catch (error) {
		if (isAsked()) {
			ask(error instanceof Error ? error.message : String(error));
			return undefined;
		}

		throw error;
	}
}

/** How much of which time was saved, and what is missing in it: that stands before the path, which may be long. */
function savedWords(
	{count, path}: {readonly count: number; readonly path: string},
	{timestamps, now}: Setting,
	{
		isBuild,
		missing,
		span,
		width,
	}: {
		readonly isBuild: boolean;
		readonly missing: string;
		readonly span: TimeSpan | undefined;
		/** So many cells of it are seen. */
		readonly width: number;
	},
): string {
	const what = isBuild
		? counted(count, 'line', 'lines')
		: counted(count, 'entry', 'entries');
	const times =
		span === undefined ? '' : `${spanWords(span, timestamps, now())}, `;
	if (missing !== '') {
		return `${what} saved without ${missing} · ${times}to ${path}`;
	}

	const words = `${what} saved to ${path} · ${times}complete`;
	return words.length <= width
		? words
		: `${what} saved, complete · ${times}to ${path}`;
}

type Taking = {
	readonly batches: TakenBatches;
	/** Of which time the entries were, once they are read. */
	readonly span: () => TimeSpan | undefined;
	/** What was missing where and when each of them was read; empty for nothing. */
	readonly missing: (setting: Setting) => string;
};

/** What is taken, watched while it is written: that takes a while, and what is evicted meanwhile is a hole in the file. */
function watchTaking(get: () => State): Taking {
	const state = get();
	if (activePane(state) === 'build') {
		const {missing} = buildContents(state);
		return {
			batches: shownBatches(state),
			span: () => undefined,
			missing: () => missing,
		};
	}

	const {query} = state.logs;
	const taken = takenSpan(state);
	const isDown = !isReversed(state.logs);
	let span: TimeSpan | undefined;
	let reached = isDown ? taken.from : taken.to;
	let holes: readonly Gap[] = [];
	const look = (to: Micros) => {
		const seen = {from: Math.min(reached, to), to: Math.max(reached, to)};
		holes = [...holes, ...holesOfQuery(get().logs, query, seen)];
		reached = to;
	};

	const watched = function* () {
		for (const batch of shownBatches(state)) {
			const times = batch.flatMap((entry) =>
				'region' in entry ? [entry.time] : [],
			);
			const last = times.at(-1);
			for (const time of [times[0], last]) {
				if (time !== undefined) {
					span = {
						from: Math.min(span?.from ?? time, time),
						to: Math.max(span?.to ?? time, time),
					};
				}
			}

			if (last !== undefined) {
				look(last);
			}

			yield batch;
		}

		look(isDown ? taken.to : taken.from);
	};

	return {
		batches: watched(),
		span: () => span,
		missing: (setting) => gapWords(mergeGaps(holes), get(), setting),
	};
}

/** Oldest first, those that touch as one. */
function mergeGaps(gaps: readonly Gap[]): readonly Gap[] {
	const merged: Gap[] = [];
	for (const gap of gaps.toSorted((a, b) => a.from - b.from)) {
		const last = merged.at(-1);
		if (last !== undefined && gap.from <= last.to) {
			merged[merged.length - 1] = {
				from: last.from,
				to: Math.max(last.to, gap.to),
			};
		} else {
			merged.push(gap);
		}
	}

	return merged;
}
