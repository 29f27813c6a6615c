import {readEscapeSequence} from '../base/escape-sequence.ts';
import {cut} from './cut.ts';
import {makeVisible} from './make-visible.ts';
import {isSimple, isSimpleText, isWide} from './simple-text.ts';
import {applySgr, plain, type Style, withoutReverse} from './style.ts';
import {StyledText} from './styled-text.ts';
import {width} from './width.ts';

export type SanitizeOptions = {
	/** Whether colours, bold, dim, italic and underline are kept; they are unless told. */
	readonly hasColors?: boolean;
	/** How many cells are wanted: somewhere behind them the rest of the text is left out, and costs nothing. */
	readonly cells?: number;
};

/**
Makes one line of a message safe for a terminal. Colours, bold, dim, italic and underline stay and are reset at its end; tabs become blanks; no other byte that could drive a terminal, hide text or turn it round is left: whole control sequences are removed, single controls become their pictures (␇).

What stands behind a carriage return overwrites what stands before it, as on a terminal: of a progress line its last state is left.
*/
export function sanitize(
	text: string,
	{hasColors = true, cells = Infinity}: SanitizeOptions = {},
): string {
	const head = text.slice(0, cells);
	if (isSimpleText(head)) {
		return head;
	}

	return text.includes('\r')
		? overwrite(text, {hasColors, cells})
		: makeSafe(text, {hasColors, cells});
}

const tabStop = 8;

/** A carriage return takes the cursor back to the first cell; nothing is erased by it. */
function overwrite(text: string, options: Required<SanitizeOptions>): string {
	let end = text.length;
	while (text[end - 1] === '\r') {
		end--;
	}

	let shown = '';
	let shownWidth = 0;
	// From the last state backwards: what it leaves uncovered of those before is seen behind it.
	while (end > 0 && shownWidth < options.cells) {
		const start = text.lastIndexOf('\r', end - 1) + 1;
		// No character takes more than two cells, but for a tab.
		if (
			(end - start) * 2 > shownWidth ||
			text.slice(start, end).includes('\t')
		) {
			const state = text.slice(start, end);
			const safe = makeSafe(state, options);
			shown += cut(safe, Number.MAX_SAFE_INTEGER - shownWidth, {
				skip: shownWidth,
			});
			shownWidth = Math.max(shownWidth, width(safe));
			if (erasesRow(state)) {
				break;
			}
		}

		end = start - 1;
	}

	// Where the states meet, a style may be set that is set already.
	return makeSafe(shown, options);
}

/** Whether all that stood in the row before is gone: `ESC [ K` behind a text that is shorter, `ESC [ 2 K`. */
function erasesRow(state: string): boolean {
	return ['\u001B[K', '\u001B[0K', '\u001B[2K'].some((sequence) =>
		state.includes(sequence),
	);
}

function makeSafe(
	text: string,
	{hasColors, cells}: Required<SanitizeOptions>,
): string {
	const result = new StyledText();
	let style: Style = plain;
	let column = 0;
	const push = (safe: string) => {
		result.push(safe, style);
		column += width(safe);
	};

	let index = 0;
	// eslint-disable-next-line no-unmodified-loop-condition -- It grows with what is pushed.
	while (index < text.length && column < cells) {
		const character = text.charAt(index);
		if (character === '\u001B') {
			const sequence = readEscapeSequence(text, index);
			if (sequence.kind === 'whole') {
				if (sequence.isSgr && hasColors) {
					const parameters = text.slice(index + 2, sequence.end - 1);
					style = withoutReverse(applySgr(style, parameters));
				}

				index = sequence.end;
			} else {
				push('␛');
				index++;
			}
		} else if (character === '\t') {
			push(' '.repeat(tabStop - (column % tabStop)));
			index++;
		} else {
			const end = endOfRun(text, index);
			push(makeVisible(text.slice(index, end)));
			index = end;
		}
	}

	return result.toString();
}

/** A text is made visible in runs of about this many characters. */
const runLength = 512;
/** So many more are looked through for a place where nothing joins. */
const longestCluster = 128;

/** Where a sequence or a tab begins, or a character that joins nothing before it. */
function endOfRun(text: string, start: number): number {
	const limit = Math.min(text.length, start + runLength + longestCluster);
	let index = start + 1;
	for (; index < limit; index++) {
		const code = text.codePointAt(index) ?? 0;
		if (
			code === 0x1b ||
			code === 0x09 ||
			(index >= start + runLength && (isSimple(code) || isWide(code)))
		) {
			return index;
		}
	}

	const isInPair =
		index < text.length && (text.codePointAt(index - 1) ?? 0) > 0xff_ff;
	return isInPair ? index + 1 : index;
}
