import {noticeWidth} from '../look/size.ts';
import {activePane} from '../build-log/active-pane.ts';
import {type Store} from '../../store/create-store.ts';
import {counted, safe} from '../look/words.ts';
import {type TakeCommand} from '../keys/take-command.ts';
import {type Outside} from './outside.ts';
import {shownBatches} from './taken-entries.ts';

type Save = Extract<TakeCommand, {readonly kind: 'save'}>;

/** Does what a key asks for outside of the screen, and says in the footer how it went. */
export async function takeAway(
	command: TakeCommand,
	store: Pick<Store, 'get' | 'dispatch'>,
	outside: Outside,
): Promise<void> {
	try {
		const sentence = await taken(command, store, outside);
		if (sentence !== undefined) {
			store.dispatch({kind: 'notice', text: safe(sentence)});
		}
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		store.dispatch({kind: 'notice', text: safe(reason)});
	}
}

/** Resolves with what is to be said of it. */
async function taken(
	command: TakeCommand,
	store: Pick<Store, 'get' | 'dispatch'>,
	outside: Outside,
): Promise<string | undefined> {
	switch (command.kind) {
		case 'copy': {
			const {what, text, caveat} = command;
			const {words, short} = await outside.copy(text);
			const end = caveat === undefined ? '' : `; ${caveat}`;
			const sentence = `${what} copied: ${words}${end}`;
			// What is not certain must not be what is cut.
			return sentence.length <= noticeWidth(store.get().screen)
				? sentence
				: `copied: ${short}${end}`;
		}

		case 'show-bare': {
			await outside.showBare(command.text);
			return undefined;
		}

		case 'save': {
			return saved(command, store, outside);
		}

		case 'open': {
			await outside.open(shownBatches(store.get()));
			return undefined;
		}
	}
}

/** What is wrong with a path is said at the prompt, and nothing typed is lost. */
async function saved(
	{path, mayReplace}: Save,
	{get, dispatch}: Pick<Store, 'get' | 'dispatch'>,
	outside: Outside,
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
		const result = await outside.save(path, shownBatches(get()), {
			mayReplace,
		});
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

		const what =
			activePane(get()) === 'build'
				? counted(result.count, 'line', 'lines')
				: counted(result.count, 'entry', 'entries');
		return `${what} saved to ${result.path}`;
	} catch (error) {
		ask(error instanceof Error ? error.message : String(error));
		return undefined;
	}
}
