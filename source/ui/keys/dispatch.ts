import {type Action} from '../../store/action.ts';
import {type Store} from '../../store/create-store.ts';
import {type State} from '../../store/state.ts';
import {type Setting} from '../look/setting.ts';
import {
	type Binding,
	type Command,
	type ExploreCommand,
	keyLabel,
	say,
	type TakeCommand,
} from './binding.ts';

/** Hands every key to the topmost view. */
export function createKeyHandler(
	store: Store,
	rim: Rim,
	{
		keyMap,
		setting,
		point = () => [],
	}: {
		readonly keyMap: KeyMap;
		readonly setting: Setting;
		/** What the mouse does; nothing unless told. */
		readonly point?: (state: State, pointing: Pointing) => readonly Command[];
	},
): PressHandler {
	let awaited: Awaited['commands'] | undefined;
	const runBinding = (binding: Binding) => {
		const state = store.get();
		const refusal = keyMap.refuse(state, binding);
		run(
			refusal === undefined
				? binding.run(state, setting, keyMap.height(state, binding))
				: say(refusal),
		);
	};

	const run = (commands: readonly Command[]) => {
		for (const command of commands) {
			if (command.kind === 'await') {
				awaited = command.commands;
			} else if (command.kind === 'perform') {
				runBinding(command.binding);
			} else if (!runAtRim(command, rim)) {
				store.dispatch(command);
			}
		}
	};

	store.subscribe(() => {
		const commands = awaited?.(store.get());
		if (commands !== undefined) {
			awaited = undefined;
			run([{kind: 'notice'}, ...commands]);
		}
	});

	const dismissNotice = () => {
		if (store.get().screen.notice !== undefined) {
			store.dispatch({kind: 'notice'});
		}
	};

	const handle: PressHandler = (press) => {
		awaited = undefined;
		if (press.kind === 'click' || press.kind === 'wheel') {
			dismissNotice();
			run(point(store.get(), press));
			return false;
		}

		const typed = keyMap.type(store.get(), press.text);
		if (press.kind === 'paste') {
			run(
				typed ?? [
					...keyMap.openText(store.get()),
					{kind: 'preview', value: press.text.trim()},
				],
			);
			return false;
		}

		// What is typed at a prompt is never a key of the list.
		const chord =
			typed === undefined
				? (setting.ownKeys?.meaningOf(press.chord) ?? press.chord)
				: press.chord;
		const binding = keyMap.find(store.get(), chord);
		if (binding === undefined && press.otherwise !== undefined) {
			for (const key of press.otherwise) {
				handle(key);
			}

			return false;
		}

		if (binding === undefined && typed !== undefined) {
			run(press.text === '' ? [] : typed);
			return true;
		}

		dismissNotice();
		if (binding === undefined) {
			run(say(keyMap.unboundWords(store.get(), keyLabel(press.chord))));
		} else {
			runBinding(binding);
		}

		return false;
	};

	return handle;
}

/** Answers whether it only typed at a prompt: then the next key may be handled before that is drawn. */
export type PressHandler = (press: KeyPress) => boolean;

/** What the reader did, as the terminal tells it. */
export type KeyPress =
	| {
			readonly kind: 'key';
			/** `j`, `G`, `ctrl+b`, `shift+tab`, `enter`. */
			readonly chord: string;
			/** What it would type; empty for keys that type nothing. */
			readonly text: string;
			/** Where it is bound to nothing: the keys that a terminal sends the same bytes for when they come together. */
			readonly otherwise?: readonly KeyPress[];
	  }
	| {readonly kind: 'paste'; readonly text: string}
	| Pointing;

/** What the mouse did at a cell of the terminal. */
export type Pointing = {readonly x: number; readonly y: number} & (
	{readonly kind: 'click'} | {readonly kind: 'wheel'; readonly by: number}
);

/** The keys of the view that has them. */
export type KeyMap = {
	readonly find: (state: State, chord: string) => Binding | undefined;
	/** Types a text at the prompt that is open; nothing where none is. */
	readonly type: (state: State, text: string) => readonly Command[] | undefined;
	/** Where a key is bound to nothing, and what to press instead: two sentences. */
	readonly unboundWords: (state: State, label: string) => string;
	/** Why a key does nothing now, where it acts on what is not the list: a sentence. */
	readonly refuse: (state: State, binding: Binding) => string | undefined;
	/** The rows of the view to which a key belongs. */
	readonly height: (state: State, binding: Binding) => number;
	/** Opens the text prompt, for what is pasted outside of one. */
	readonly openText: (state: State) => readonly Command[];
};

/** What a key does beyond the state. */
export type Rim = {
	readonly quit: () => void;
	readonly explore: (command: ExploreCommand) => void;
	readonly suspend: () => void;
	readonly repaint: () => void;
	readonly submitTime: (words: string) => void;
	readonly takeAway: (command: TakeCommand) => void;
};

type Awaited = Extract<Command, {readonly kind: 'await'}>;

/** Whether the command was one for the rim. */
function runAtRim(
	command: Exclude<Command, {readonly kind: 'perform' | 'await'}>,
	rim: Rim,
): command is Exclude<typeof command, Action> {
	// eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- All others are for the store.
	switch (command.kind) {
		case 'quit': {
			rim.quit();
			return true;
		}

		case 'explore': {
			rim.explore(command);
			return true;
		}

		case 'suspend': {
			rim.suspend();
			return true;
		}

		case 'repaint': {
			rim.repaint();
			return true;
		}

		case 'submit-time': {
			rim.submitTime(command.words);
			return true;
		}

		case 'copy':
		case 'show-bare':
		case 'save':
		case 'open': {
			rim.takeAway(command);
			return true;
		}

		default: {
			return false;
		}
	}
}
