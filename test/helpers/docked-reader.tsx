import {render} from 'ink-testing-library';
import {vi} from 'vitest';
import {type Action} from '../../source/store/action.ts';
import {type State} from '../../source/store/state.ts';
import {visibleText} from '../../source/text/highlight.ts';
import {Dock} from '../../source/ui/frame/show-dock.tsx';
import {CaretPlace} from '../../source/ui/prompts/prompt-input.tsx';
import {layoutOf} from '../../source/ui/frame/layout.ts';
import {createReader, type ReaderOptions} from './reader.ts';

/** Keys that type nothing, by their names. */
const named =
	/^(?:(?:ctrl|alt)\+.+|home|end|delete|up|down|left|right|enter|escape|tab|backspace|space)$/v;

/** A reader who sees the prompt or the picker at the bottom, and types into it. */
export function openDockedReader(
	actions: readonly Action[] = [],
	options: ReaderOptions = {},
) {
	// Else Ink asks a program for the size, anew for each frame.
	vi.stubEnv('COLUMNS', '100').stubEnv('LINES', '30');
	const reader = createReader(actions, options);
	const {store, setting} = reader;
	let caret: number | undefined;
	const placeCaret = (x: number | undefined) => {
		caret = x;
	};

	const dock = () => (
		<CaretPlace value={placeCaret}>
			<Dock
				height={heightOfDock(store.get())}
				state={store.get()}
				setting={setting}
			/>
		</CaretPlace>
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
				reader.press(chord);
				// eslint-disable-next-line no-await-in-loop -- One key after the other.
				await drawn();
			}
		},
		/** The rows at the bottom. */
		rows: () =>
			(ink.lastFrame() ?? '')
				.split('\n')
				.map((row) => visibleText(row).trimEnd()),
		/** The cell of the caret in the first of them. */
		caret: () => caret,
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
