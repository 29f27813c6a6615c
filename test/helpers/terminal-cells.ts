import xterm from '@xterm/headless';

export type VirtualTerminal = {
	readonly write: (bytes: string) => Promise<void>;
	readonly resize: (columns: number, rows: number) => void;
	/** Each cell of each row: its characters, width and looks, in a word. */
	readonly cells: () => string[][];
	/** The characters of each row, without blanks at its end: the last whole frame while another one is being drawn. */
	readonly text: () => string[];
	/** Where the cursor is. */
	readonly cursor: () => {readonly x: number; readonly y: number};
	/** Whether a mode is set: `alternate`, `wraparound`, `bracketedPaste`. */
	readonly modes: () => {
		readonly isAlternate: boolean;
		readonly wraps: boolean;
		readonly marksPastes: boolean;
		readonly tellsMouse: boolean;
	};
};

/** A terminal without a window. */
export function createVirtualTerminal(
	columns: number,
	rows: number,
): VirtualTerminal {
	const terminal = new xterm.Terminal({
		cols: columns,
		rows,
		allowProposedApi: true,
		scrollback: 0,
	});
	const lines = () => {
		const {active} = terminal.buffer;
		return Array.from({length: terminal.rows}, (_, y) =>
			active.getLine(active.baseY + y),
		);
	};

	const text = () =>
		lines().map(
			(line) =>
				line?.translateToString(false, 0, terminal.cols).trimEnd() ?? '',
		);
	let wholeFrame: string[] | undefined;
	const isSynchronized = ([mode]: ReadonlyArray<number | number[]>) =>
		mode === 2026;
	terminal.parser.registerCsiHandler({prefix: '?', final: 'h'}, (modes) => {
		wholeFrame = isSynchronized(modes) ? text() : wholeFrame;
		return false;
	});
	terminal.parser.registerCsiHandler({prefix: '?', final: 'l'}, (modes) => {
		wholeFrame = isSynchronized(modes) ? undefined : wholeFrame;
		return false;
	});

	return {
		async write(bytes) {
			return new Promise((resolve) => {
				terminal.write(bytes, resolve);
			});
		},
		resize(newColumns, newRows) {
			terminal.resize(newColumns, newRows);
		},
		cells: () =>
			lines().map((line) =>
				Array.from({length: terminal.cols}, (_, x) => describe(line, x)),
			),
		text: () => wholeFrame ?? text(),
		cursor: () => ({
			x: terminal.buffer.active.cursorX,
			y: terminal.buffer.active.cursorY,
		}),
		modes: () => ({
			isAlternate: terminal.buffer.active.type === 'alternate',
			wraps: terminal.modes.wraparoundMode,
			marksPastes: terminal.modes.bracketedPasteMode,
			tellsMouse: terminal.modes.mouseTrackingMode !== 'none',
		}),
	};
}

type Line = ReturnType<xterm.IBuffer['getLine']>;

function describe(line: Line, x: number): string {
	const cell = line?.getCell(x);
	if (cell === undefined) {
		return '';
	}

	const text = cell.getChars() || ' ';
	const onBlank = [
		cell.isUnderline() > 0 && 'underline',
		cell.isInverse() > 0 && 'inverse',
		cell.isStrikethrough() > 0 && 'strike',
		!cell.isBgDefault() && `bg${cell.getBgColorMode()}:${cell.getBgColor()}`,
	].filter(Boolean);
	const onLetters = [
		cell.isBold() > 0 && 'bold',
		cell.isDim() > 0 && 'dim',
		cell.isItalic() > 0 && 'italic',
		!cell.isFgDefault() && `fg${cell.getFgColorMode()}:${cell.getFgColor()}`,
	].filter(Boolean);
	// Nothing is seen of a blank but what is drawn around and behind letters.
	const looks =
		text === ' ' && onBlank.length === 0 ? [] : [...onLetters, ...onBlank];
	return `${text}/${cell.getWidth()} ${looks.join(' ')}`.trim();
}
