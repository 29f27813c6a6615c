/* eslint-disable no-await-in-loop -- One deed after the other. */
import {expect, vi} from 'vitest';
import {type Deed, opened} from './deed.ts';
import {Script} from './script.ts';
import {createVirtualTerminal, type VirtualTerminal} from './terminal-cells.ts';
import {type TmuxTerminal} from './tmux-terminal.ts';
import {openWholeUi} from './whole-ui.ts';

/** A terminal on which the reader looks, and a new one beside it for each comparison. */
export type Eyes = {
	readonly resize: (columns: number, rows: number) => Promise<void>;
	readonly write: (bytes: string) => Promise<void>;
	/** The rows, with all that is to be seen of them. */
	readonly rows: () => Promise<readonly string[]>;
	/** The same of a new terminal of that size on which this is written. */
	readonly newRows: (
		bytes: string,
		columns: number,
		rows: number,
	) => Promise<readonly string[]>;
};

/** What every program writes first: autowrap is off. */
const opening = '\u001B[?1049h\u001B[?7l';

/** Performs the deeds before a reader. After each the terminal shows what a new one shows on which the same frame is painted from nothing, and what a new deplog shows that begins in the same state. Returns all that was written. */
export async function drive(
	eyes: Eyes,
	{
		columns,
		rows,
		deeds,
	}: {
		readonly columns: number;
		readonly rows: number;
		readonly deeds: readonly Deed[];
	},
	after?: () => Promise<void>,
): Promise<string> {
	const script = new Script();
	const now = () => script.now;
	const ui = await openWholeUi(script.first(columns, rows), {now});
	let recording = '';
	let isCursorMoved = false;
	await eyes.write(opening);
	try {
		for (const deed of [...opened, ...deeds]) {
			if (deed.kind === 'resize') {
				await eyes.resize(deed.columns, deed.rows);
			}

			await script.perform(deed, ui);
			const bytes = ui.take();
			recording += bytes;
			await eyes.write(bytes);
			const shown = await eyes.rows();
			const {screen} = ui.store.get();
			expect(shown, 'as painted from nothing').toEqual(
				await eyes.newRows(
					opening + (await ui.repainted()),
					screen.columns,
					screen.rows,
				),
			);

			isCursorMoved =
				screen.mode.kind !== 'list' &&
				(isCursorMoved || (deed.kind === 'press' && movesCursor(deed.keys)));
			if (!isCursorMoved) {
				const other = await openWholeUi(ui.store.get(), {now});
				const written = opening + other.take();
				other.close();
				expect(shown, 'as a new deplog shows it').toEqual(
					await eyes.newRows(written, screen.columns, screen.rows),
				);
			}

			await after?.();
		}
	} finally {
		ui.close();
	}

	// eslint-disable-next-line no-control-regex -- What erases begins with ESC.
	expect(recording).not.toMatch(/\u{1B}\[[23]J/v);
	return recording;
}

/** In a prompt, where only Ink knows of it. */
function movesCursor(keys: string): boolean {
	// eslint-disable-next-line no-control-regex -- Arrows begin with ESC.
	return /\u{1B}\[[CD]/v.test(keys);
}

/** Looks at xterm. */
export function xtermEyes(columns: number, rows: number): Eyes {
	const terminal = createVirtualTerminal(columns, rows);
	return {
		async resize(newColumns, newRows) {
			terminal.resize(newColumns, newRows);
		},
		write: async (bytes) => show(terminal, bytes),
		rows: async () => rowsOf(terminal),
		async newRows(bytes, newColumns, newRows) {
			const other = createVirtualTerminal(newColumns, newRows);
			await show(other, bytes);
			return rowsOf(other);
		},
	};
}

/** It takes what is written with a timer, which stands still. */
async function show(terminal: VirtualTerminal, bytes: string) {
	const written = terminal.write(bytes);
	vi.advanceTimersByTime(0);
	await written;
}

function rowsOf(terminal: VirtualTerminal): string[] {
	return terminal.cells().map((row) => row.join('|'));
}

/** Takes everything back that was written before. */
const reset = '\u001B[?1049l\u001Bc';

/** Looks at a tmux with two panes. */
export function tmuxEyes({panes: [pane, other], resize}: TmuxTerminal): Eyes {
	if (pane === undefined || other === undefined) {
		throw new TypeError('Two panes are needed.');
	}

	return {
		async resize(columns, rows) {
			await resize(columns, rows);
		},
		write: async (bytes) => pane.write(bytes),
		rows: async () => pane.rows(),
		async newRows(bytes) {
			await other.write(reset + bytes);
			return other.rows();
		},
	};
}
