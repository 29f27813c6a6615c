import {plain, sgrBetween, type Style} from '../../text/style.ts';
import {doubt, doubtOf} from './cells.ts';

/** Writes cells in as few bytes as it can: knows where the terminal's cursor is and which style is set. Autowrap is off and the origin is the screen's corner. */
export class Pen {
	#bytes = '';
	#columns = 0;
	/** Where the cursor is; nothing where that is not sure. */
	#x: number | undefined;
	#y: number | undefined;
	/** The cursor is at #x unless the last grapheme was drawn wider or narrower than is usual. */
	#isDoubtful = false;
	#style: Style = plain;
	/** The rows that scroll; nothing where all do. */
	#region: {readonly top: number; readonly bottom: number} | undefined;
	#row = 0;
	#isCursorShown = false;

	/** Forgets what is known of the terminal, and sets what it needs. */
	reset(columns: number): void {
		this.#columns = columns;
		this.#x = undefined;
		this.#y = undefined;
		this.#style = plain;
		this.#region = undefined;
		this.#bytes = `${escape}[m${escape}[r`;
	}

	/** What is set now: what is written next costs nothing more in it. */
	get style(): Style {
		return this.#style;
	}

	/** The terminal has hidden its cursor. */
	hideCursor(): void {
		this.#isCursorShown = false;
	}

	/** Leaves the terminal's cursor there, to be seen; nothing hides it. */
	placeCursor(
		cursor: {readonly x: number; readonly y: number} | undefined,
	): void {
		if (cursor !== undefined) {
			this.#moveTo(cursor.x, cursor.y, false);
		}

		const isShown = cursor !== undefined;
		if (isShown !== this.#isCursorShown) {
			this.#bytes += isShown ? `${escape}[?25h` : `${escape}[?25l`;
			this.#isCursorShown = isShown;
		}
	}

	/** What was written since the last time; the style is plain after it. */
	take(): string {
		this.#setStyle(plain);
		const bytes = this.#bytes;
		this.#bytes = '';
		return bytes;
	}

	/** Sets the row that is written to. */
	startRow(y: number): void {
		this.#row = y;
	}

	put(x: number, text: string, width: number, style: Style): void {
		const textDoubt = doubtOf(text);
		this.#moveTo(x, this.#row, textDoubt === doubt.slight);
		this.#setStyle(style);
		if (textDoubt === doubt.wild) {
			this.#bytes += ' '.repeat(width);
			this.#x = x + width < this.#columns ? x + width : undefined;
			this.#moveTo(x, this.#row, false);
		}

		this.#bytes += text;
		// At the right margin terminals differ in where they leave the cursor.
		this.#x = x + width < this.#columns ? x + width : undefined;
		this.#isDoubtful = textDoubt !== doubt.none;
		if (textDoubt > doubt.slight) {
			this.#x = undefined;
		}
	}

	/** Blanks the rest of the row. Not for a row that is full: tmux would blank its last cell. */
	eraseFrom(x: number): void {
		this.#moveTo(x, this.#row, false);
		this.#setStyle(plain);
		this.#bytes += `${escape}[K`;
	}

	/** Moves the rows from `top` to `bottom` up by `count`, or down by `-count`; what comes in is blank. Line feeds at the margin do that in every terminal; SU and SD do not on Linux's console. */
	scroll(top: number, bottom: number, count: number): void {
		this.#setStyle(plain);
		if (top !== this.#region?.top || bottom !== this.#region.bottom) {
			this.#bytes += `${escape}[${top + 1};${bottom + 1}r`;
			this.#region = {top, bottom};
			this.#x = undefined;
			this.#y = undefined;
		}

		if (count > 0) {
			this.#moveTo(0, bottom, false);
			this.#bytes += '\n'.repeat(count);
		} else {
			this.#moveTo(0, top, false);
			this.#bytes += `${escape}M`.repeat(-count);
		}
	}

	#setStyle(style: Style) {
		if (style !== this.#style) {
			this.#bytes +=
				style === plain
					? `${escape}[m`
					: withoutZero(sgrBetween(this.#style, style));
			this.#style = style;
		}
	}

	#moveTo(x: number, y: number, mayDoubt: boolean) {
		const isSure = !this.#isDoubtful || mayDoubt;
		if (this.#y === y && this.#x === x && isSure) {
			return;
		}

		this.#bytes +=
			this.#y === y
				? moveInRow(isSure ? this.#x : undefined, x)
				: (this.#stepToRow(x, y) ??
					`${escape}[${y + 1}${x === 0 ? '' : `;${x + 1}`}H`);
		this.#x = x;
		this.#y = y;
		this.#isDoubtful = false;
	}

	/** To the start of the row above or below: nothing where that would scroll. */
	#stepToRow(x: number, y: number): string | undefined {
		if (x !== 0 || this.#y === undefined) {
			return undefined;
		}

		if (y === this.#y + 1 && this.#y !== this.#region?.bottom) {
			return `${escape}E`;
		}

		const top = this.#region?.top ?? 0;
		return y === this.#y - 1 && this.#y !== top ? `\r${escape}M` : undefined;
	}
}

const escape = '\u001B';
const resetFirst = `${escape}[0;`;

/** A parameter that is left out is a zero: one byte in each change of style. */
function withoutZero(sgr: string): string {
	return sgr.startsWith(resetFirst)
		? `${escape}[${sgr.slice(resetFirst.length - 1)}`
		: sgr;
}

function moveInRow(from: number | undefined, to: number): string {
	if (to === 0) {
		return '\r';
	}

	const absolute = `${escape}[${to + 1}G`;
	if (from === undefined || to <= from) {
		return absolute;
	}

	const distance = to - from;
	const relative = `${escape}[${distance === 1 ? '' : distance}C`;
	return relative.length < absolute.length ? relative : absolute;
}
