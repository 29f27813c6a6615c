import {type Action} from '../../store/action.ts';
import {type Store} from '../../store/create-store.ts';
import {type Command, type ModeKind} from './binding.ts';
import {openText} from '../app-logs/filter-keys.ts';
import {findBinding, isPrompt, modeOf} from './key-map.ts';
import {keyLabel} from './key-label.ts';
import {type KeyPress} from './key-press.ts';
import {type Setting} from '../look/setting.ts';
import {type TakeCommand} from '../take/take-command.ts';

/** What a key does beyond the state. */
export type Rim = {
	readonly quit: () => void;
	readonly explore: (deploymentId: string) => void;
	readonly suspend: () => void;
	readonly repaint: () => void;
	readonly submitTime: (words: string) => void;
	readonly takeAway: (command: TakeCommand) => void;
};

type Awaited = Extract<Command, {readonly kind: 'await'}>;

/** Keys that a prompt takes though they type nothing. */
const editingKeys = new Set(['backspace', 'delete', 'left', 'right']);

/** The topmost mode gets every key. Answers whether the key is done with; else it is typed into the prompt. */
export function createKeyHandler(
	store: Store,
	rim: Rim,
	setting: Setting,
): (press: KeyPress) => boolean {
	let awaited: Awaited['commands'] | undefined;
	const run = (commands: readonly Command[]) => {
		for (const command of commands) {
			if (command.kind === 'await') {
				awaited = command.commands;
			} else if (command.kind === 'perform') {
				run(command.binding.run(store.get(), setting));
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

	return (press) => {
		awaited = undefined;
		const mode = modeOf(store.get().screen);
		if (press.kind === 'paste') {
			if (isPrompt(mode)) {
				return false;
			}

			run([
				...openText(store.get()),
				{kind: 'preview', value: press.text.trim()},
			]);
			return true;
		}

		const binding = findBinding(store.get(), press.chord);
		if (binding === undefined && isPrompt(mode)) {
			return press.text === '' && !editingKeys.has(press.chord);
		}

		if (store.get().screen.notice !== undefined) {
			store.dispatch({kind: 'notice'});
		}

		run(binding?.run(store.get(), setting) ?? [unbound(press.chord, mode)]);
		return true;
	};
}

function unbound(chord: string, mode: ModeKind): Action {
	const where =
		mode === 'help'
			? ' in the help'
			: mode === 'patterns'
				? ' in the patterns'
				: '';
	const next = where === '' ? '? shows the keys' : 'esc closes them';
	return {
		kind: 'notice',
		text: `${keyLabel(chord)} is bound to nothing${where}. ${next}.`,
	};
}

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
			rim.explore(command.deploymentId);
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
