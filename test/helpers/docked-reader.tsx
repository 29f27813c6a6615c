import {render} from 'ink-testing-library';
import {vi} from 'vitest';
import {type Action} from '../../source/store/action.ts';
import {type State} from '../../source/store/state.ts';
import {visibleText} from '../../source/text/highlight.ts';
import {Dock} from '../../source/ui/frame/dock.tsx';
import {layoutOf} from '../../source/ui/frame/layout.ts';
import {createReader, type ReaderOptions, typedBy} from './reader.ts';

/** Keys that type nothing, by their names. */
const named =
	/^(?:ctrl\+.|up|down|left|right|enter|escape|tab|backspace|space)$/v;

/** What a terminal sends for keys that a prompt takes. */
const sequences: ReadonlyMap<string, string> = new Map([
	['backspace', '\u007F'],
	['left', '\u001B[D'],
	['right', '\u001B[C'],
]);

/** A reader who sees the prompt or the picker at the bottom, and types into it. */
export function openDockedReader(
	actions: readonly Action[] = [],
	options: ReaderOptions = {},
) {
	// Else Ink asks a program for the size, anew for each frame.
	vi.stubEnv('COLUMNS', '100').stubEnv('LINES', '30');
	const reader = createReader(actions, options);
	const {store, setting} = reader;
	const dock = () => (
		<Dock
			height={heightOfDock(store.get())}
			state={store.get()}
			setting={setting}
			dispatch={store.dispatch}
		/>
	);
	const ink = render(dock());
	const unsubscribe = store.subscribe(() => {
		ink.rerender(dock());
	});
	return {
		...reader,
		/** Presses keys by their names, and types what is no name of one. */
		async type(...words: readonly string[]) {
			for (const chord of words.flatMap((word) => chordsOf(word))) {
				if (reader.press(chord).includes(false)) {
					ink.stdin.write(sequences.get(chord) ?? typedBy(chord));
				}

				// eslint-disable-next-line no-await-in-loop -- One key after the other.
				await drawn();
			}
		},
		/** The rows at the bottom. */
		rows: () =>
			(ink.lastFrame() ?? '')
				.split('\n')
				.map((row) => visibleText(row).trimEnd()),
		[Symbol.dispose]() {
			unsubscribe();
			ink.unmount();
		},
	};
}

function heightOfDock(state: State): number {
	const layout = layoutOf(state);
	return layout.kind === 'panes' ? (layout.dock?.height ?? 0) : 0;
}

function chordsOf(word: string): readonly string[] {
	return named.test(word)
		? [word]
		: [...word].map((letter) => (letter === ' ' ? 'space' : letter));
}

/** React's effects, by which a prompt listens, run in later turns. */
async function drawn() {
	for (let turn = 0; turn < 3; turn++) {
		// eslint-disable-next-line no-await-in-loop -- One turn after the other.
		await new Promise((resolve) => {
			setImmediate(resolve);
		});
	}
}
