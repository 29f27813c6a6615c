import {type Store} from '../../store/create-store.ts';
import {type TimeSpan} from '../../log/time-range.ts';
import {type TakeCommand} from '../keys/binding.ts';
import {activePane} from '../build-log/active-pane.ts';
import {noticeWidth} from '../look/surface.ts';
import {type Setting} from '../look/setting.ts';
import {counted, safe} from '../look/words.ts';
import {contentsOf, spanWords} from './contents.ts';
import {type Outside, type TakenBatches} from './outside.ts';
import {shownBatches} from './taken-entries.ts';

type Save = Extract<TakeCommand, {readonly kind: 'save'}>;
type Rim = {
	readonly store: Pick<Store, 'get' | 'dispatch'>;
	readonly outside: Outside;
	readonly setting: Setting;
};

/** Does what a key asks for outside of the screen, and says in the footer how it went. */
export async function takeAway(command: TakeCommand, rim: Rim): Promise<void> {
	const {dispatch} = rim.store;
	try {
		const sentence = await taken(command, rim);
		if (sentence !== undefined) {
			dispatch({kind: 'notice', text: safe(sentence)});
		}
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		dispatch({kind: 'notice', text: safe(reason)});
	}
}

/** Resolves with what is to be said of it. */
async function taken(
	command: TakeCommand,
	rim: Rim,
): Promise<string | undefined> {
	const {store, outside, setting} = rim;
	switch (command.kind) {
		case 'copy': {
			return copied(command, rim);
		}

		case 'show-bare': {
			await outside.showBare(command.text);
			return undefined;
		}

		case 'save': {
			return saved(command, rim);
		}

		case 'open': {
			const {held, missing} = contentsOf(store.get(), setting);
			await outside.open(shownBatches(store.get()));
			return missing === ''
				? undefined
				: `What was opened is without ${missing}: ${held}`;
		}
	}
}

/** What is not certain must not be what is cut. */
async function copied(
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

/** What is wrong with a path is said at the prompt, and nothing typed is lost. */
async function saved(
	{path, mayReplace}: Save,
	{store: {get, dispatch}, outside, setting}: Rim,
): Promise<string | undefined> {
	const ask = (problem: string, replaces?: string) => {
		const {mode} = get().screen;
		if (mode.kind === 'save' && mode.value === path) {
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
		const {missing} = contentsOf(get(), setting);
		const {batches, span} = watchSpan(shownBatches(get()));
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

		return savedWords(result, setting, {isBuild, missing, span: span()});
	} catch (error) {
		ask(error instanceof Error ? error.message : String(error));
		return undefined;
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
	}: {
		readonly isBuild: boolean;
		readonly missing: string;
		readonly span: TimeSpan | undefined;
	},
): string {
	const what = isBuild
		? counted(count, 'line', 'lines')
		: counted(count, 'entry', 'entries');
	const times =
		span === undefined ? '' : `${spanWords(span, timestamps, now())}, `;
	return missing === ''
		? `${what} saved to ${path} · ${times}complete`
		: `${what} saved without ${missing} · ${times}to ${path}`;
}

/** The batches, and of which time the entries in them were once they are read. */
function watchSpan(batches: TakenBatches): {
	readonly batches: TakenBatches;
	readonly span: () => TimeSpan | undefined;
} {
	let span: TimeSpan | undefined;
	const watched = function* () {
		for (const batch of batches) {
			for (const entry of [batch[0], batch.at(-1)]) {
				if (entry !== undefined && 'region' in entry) {
					span = {
						from: Math.min(span?.from ?? entry.time, entry.time),
						to: Math.max(span?.to ?? entry.time, entry.time),
					};
				}
			}

			yield batch;
		}
	};

	return {batches: watched(), span: () => span};
}
