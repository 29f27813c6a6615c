import {isPrintableAscii} from '../../text/simple-text.ts';
import {applySgr, StyledText} from '../../text/style.ts';
import {walk} from '../../text/width.ts';
import {type StartTimer} from '../timer.ts';
import {type Part, Row} from './cells.ts';
import {paintRow, findScroll} from './diff.ts';
import {type Size} from './ink-stdout.ts';
import {Pace} from './pace.ts';
import {Pen} from './pen.ts';

/** The only writer to the terminal. Lays the rows of surfaces over Ink's frame, compares that with what the terminal shows, and writes the difference: rows that moved are moved, then the cells that differ are written, each where it belongs, with no erasing before. */
export class Screen {
	readonly #options: ScreenOptions;
	readonly #pace: Pace;
	readonly #pen = new Pen();
	readonly #surfaces = new Set<ScreenSurface>();
	#frame: readonly string[] = [];
	/** What the terminal shows; nothing while that is not known. */
	#shown: Row[] | undefined;
	/** 1 for each row that may look otherwise than it is shown. */
	#stale = new Uint8Array(0);
	#columns = 0;
	#lastKey = -Infinity;

	constructor(options: ScreenOptions) {
		this.#options = options;
		this.#pace = new Pace({
			write: (written) => this.#write(written),
			startTimer: options.startTimer,
			now: options.now,
		});
	}

	create(source: RowSource): PlacedSurface {
		const surface = new ScreenSurface(source, ({y, height}, isUrgent) => {
			this.#stale.fill(1, Math.max(0, y), Math.max(0, y + height));
			this.#request(isUrgent);
		});
		this.#surfaces.add(surface);
		return {
			place(rectangle) {
				surface.place(rectangle);
			},
			invalidate(options) {
				surface.invalidate(options);
			},
			placeCursor(cursor) {
				surface.placeCursor(cursor);
			},
			remove: () => {
				this.#surfaces.delete(surface);
				surface.invalidate();
			},
		};
	}

	/** Takes a frame of Ink's, its rows parted by newlines. */
	showFrame(frame: string): void {
		const rows = frame.split('\n');
		for (let y = 0; y < this.#stale.length; y++) {
			if (rows[y] !== this.#frame[y]) {
				this.#stale[y] = 1;
			}
		}

		this.#frame = rows;
		this.#request();
	}

	/** A key was pressed: what changes now is written at once. */
	noteKey(): void {
		this.#lastKey = this.#options.now();
	}

	/** Writes everything anew: the terminal's size or contents have changed. */
	repaint(): void {
		this.#shown = undefined;
		this.#request(true);
	}

	/** Writes nothing until `resume`. */
	halt(): void {
		this.#pace.halt();
	}

	resume(): void {
		this.#pen.hideCursor();
		this.#pace.resume();
		this.repaint();
	}

	#request(isUrgent?: boolean) {
		const isAfterKey = this.#options.now() - this.#lastKey < keyMilliseconds;
		this.#pace.request(isUrgent ?? isAfterKey);
	}

	#write(written: () => void): boolean {
		const bytes = this.#paint();
		if (bytes === '') {
			return false;
		}

		this.#options.write(
			bytes.length <= onePiece ? bytes : startUpdate + bytes + endUpdate,
			written,
		);
		return true;
	}

	#paint(): string {
		const {columns, rows} = this.#options.size();
		if (columns !== this.#columns || rows !== this.#shown?.length) {
			this.#shown = undefined;
			this.#columns = columns;
			this.#stale = new Uint8Array(rows);
		}

		const next = this.#next();
		if (this.#shown === undefined) {
			this.#pen.reset(columns);
		} else if (next !== this.#shown) {
			this.#scroll(this.#shown, next);
		}

		if (next !== this.#shown) {
			for (const [y, row] of next.entries()) {
				const shown = this.#shown?.[y];
				if (shown?.key !== row.key) {
					paintRow(this.#pen, y, shown?.cells, row.cells);
				}
			}
		}

		this.#shown = next;
		this.#pen.placeCursor(this.#cursor());
		return this.#pen.take();
	}

	/** Where a prompt has its caret. */
	#cursor() {
		for (const {cursor} of this.#surfaces) {
			if (cursor !== undefined) {
				return cursor;
			}
		}

		return undefined;
	}

	/** What the terminal is to show: the very rows that it shows where nothing changes. Only what may have changed is composed. */
	#next(): Row[] {
		const stale = this.#stale;
		this.#stale = new Uint8Array(stale.length);
		const shown = this.#shown;
		if (shown === undefined) {
			return Array.from(stale, (_, y) => this.#compose(y));
		}

		const next = shown.map((row, y) => {
			const composed = stale[y] === 1 ? this.#compose(y) : row;
			return composed.key === row.key ? row : composed;
		});
		if (next.every((row, y) => row === shown[y])) {
			return shown;
		}

		// Rows that are shown elsewhere are taken apart already.
		const known = new Map(shown.map((row) => [row.key, row]));
		return next.map((row) => known.get(row.key) ?? row);
	}

	#compose(y: number): Row {
		const width = this.#columns;
		const parts: Part[] = [{x: 0, width, text: this.#frame[y] ?? ''}];
		for (const surface of this.#surfaces) {
			const text = surface.rowAt(y);
			if (text !== undefined) {
				const {rectangle} = surface;
				if (rectangle.x <= 0 && rectangle.width >= width) {
					parts.length = 0;
				}

				parts.push({x: rectangle.x, width: rectangle.width, text});
			}
		}

		return new Row(
			this.#options.isAscii === true
				? parts.map((part) => ({...part, text: toAscii(part.text)}))
				: parts,
			width,
		);
	}

	/** Moves what moved, and keeps count of it in `shown`. */
	#scroll(shown: Row[], next: readonly Row[]) {
		for (let round = 0; round < mostScrolls; round++) {
			const scroll = findScroll(shown, next);
			if (scroll === undefined) {
				return;
			}

			const {top, bottom, count} = scroll;
			this.#pen.scroll(top, bottom, count);
			const block = shown.slice(top, bottom + 1);
			for (let y = top; y <= bottom; y++) {
				shown[y] = block[y - top + count] ?? new Row([], this.#columns);
			}
		}
	}
}

type ScreenOptions = {
	/** Writes to the terminal without blocking, and calls back when all is out. */
	readonly write: (bytes: string, written: () => void) => void;
	readonly size: () => Size;
	readonly startTimer: StartTimer;
	/** The terminal knows no other characters. */
	readonly isAscii?: boolean;
	/** Milliseconds. */
	readonly now: () => number;
};

export type PlacedSurface = Pick<
	ScreenSurface,
	'place' | 'invalidate' | 'placeCursor'
> & {
	readonly remove: () => void;
};

const startUpdate = '\u001B[?2026h';
const endUpdate = '\u001B[?2026l';
/** A terminal reads and draws so many bytes in one go: they need no brackets. */
const onePiece = 512;
/** What changes so soon after a key, and does not say otherwise, is what the key asked for. */
const keyMilliseconds = 100;
/** A frame moves two lists at most: build log and logs. */
const mostScrolls = 2;

/** In cells; 0, 0 is the top left corner of the terminal. */
type Rectangle = {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
};

type Cell = Pick<Rectangle, 'x' | 'y'>;

/** Gives the rows of a surface: coloured strings of at most `width` cells. */
export type RowSource = {
	readonly row: (index: number, width: number, height: number) => string;
};

const nowhere: Rectangle = {x: 0, y: 0, width: 0, height: 0};

/** Told which rows of the screen may look otherwise now. */
type OnChange = (rectangle: Rectangle, isUrgent: boolean | undefined) => void;

/** A part of the screen that is painted past Ink. Its rows are asked for once after each change. */
class ScreenSurface {
	readonly #source: RowSource;
	readonly #onChange: OnChange;
	#rectangle = nowhere;
	#rows: string[] | undefined;
	#cursor: Cell | undefined;

	constructor(source: RowSource, onChange: OnChange) {
		this.#source = source;
		this.#onChange = onChange;
	}

	get rectangle(): Rectangle {
		return this.#rectangle;
	}

	place(rectangle: Rectangle): void {
		this.#onChange(this.#rectangle, undefined);
		this.#rectangle = rectangle;
		this.invalidate();
	}

	/** Where in it the terminal's cursor is shown. */
	placeCursor(cursor: Cell | undefined): void {
		this.#cursor = cursor;
		this.#onChange(nowhere, undefined);
	}

	/** In cells of the screen; nothing while it is outside of the surface. */
	get cursor(): Cell | undefined {
		const {x, y, width, height} = this.#rectangle;
		return this.#cursor !== undefined &&
			this.#cursor.x < width &&
			this.#cursor.y < height
			? {x: x + this.#cursor.x, y: y + this.#cursor.y}
			: undefined;
	}

	invalidate({isUrgent}: {isUrgent?: boolean} = {}): void {
		this.#rows = undefined;
		this.#onChange(this.#rectangle, isUrgent);
	}

	/** Its row at `y` of the screen; nothing where it is not. */
	rowAt(y: number): string | undefined {
		const {y: top, width, height} = this.#rectangle;
		if (width <= 0 || y < top || y >= top + height) {
			return undefined;
		}

		this.#rows ??= Array.from({length: height}, (_, index) =>
			this.#source.row(index, width, height),
		);
		return this.#rows[y - top];
	}
}

/** A coloured string for a terminal that knows no more than ASCII: each character is stood for by as many cells. Letters of Latin lose what is on or below them; what is like nothing in ASCII becomes `~` in reverse. */
export function toAscii(text: string): string {
	if (isPrintableAscii(text)) {
		return text;
	}

	const result = new StyledText();
	walk(text, (grapheme, cells, style) => {
		if (isPrintableAscii(grapheme)) {
			result.push(grapheme, style);
			return;
		}

		const like = replacements.get(grapheme) ?? baseLetter(grapheme);
		result.push(
			(like ?? unknown).repeat(cells),
			like === undefined ? applySgr(style, '7') : style,
		);
	});
	return result.toString();
}

/** What stands for a letter that ASCII has not: in reverse, so that nobody takes it for a sign of the text itself. */
const unknown = '~';

/** `é` → `e` */
function baseLetter(grapheme: string): string | undefined {
	const letter = grapheme.normalize('NFD').replaceAll(/\p{M}/gv, '');
	return /^[A-Za-z]$/v.test(letter) ? letter : undefined;
}

const replacements: ReadonlyMap<string, string> = new Map(
	(
		[
			['-', '─━–—·‐−'],
			['|', '│┃'],
			['+', '╭╮╰╯┌┐└┘├┤┬┴┼'],
			['>', '▌→›⏎'],
			['<', '←‹'],
			['^', '↑▲'],
			['v', '↓▼'],
			['*', '●◆✓'],
			['o', '◌◐○'],
			['#', '■█▇▆'],
			['=', '▅▄'],
			[':', '⋯▃'],
			['.', '…▂'],
			['_', '▁'],
			['x', '✗×'],
			['"', '“”„«»'],
			["'", '‘’'],
		] as const
	).flatMap(([ascii, characters]) =>
		Array.from(characters, (character) => [character, ascii] as const),
	),
);
