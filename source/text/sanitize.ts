import {readEscapeSequence} from '../base/escape-sequence.ts';
import {BoundedCache} from '../base/cache.ts';
import {cut} from './cut.ts';
import {isSimple, isSimpleText, isWide} from './simple-text.ts';
import {
	applySgr,
	plain,
	type Style,
	withoutDisguise,
	StyledText,
} from './style.ts';
import {width, graphemeWidth, walkGraphemes} from './width.ts';

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

type SanitizeOptions = {
	/** Whether colours, bold, dim, italic and underline are kept; they are unless told. */
	readonly hasColors?: boolean;
	/** How many cells are wanted: somewhere behind them the rest of the text is left out, and costs nothing. */
	readonly cells?: number;
};

/** The lines of a text, each made safe. */
export function sanitizeLines(
	text: string,
	options?: SanitizeOptions,
): readonly string[] {
	return text.split(/\r?\n/v).map((line) => sanitize(line, options));
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
	let count = 0;
	const hasTabs = text.includes('\t');
	// From the last state backwards: what it leaves uncovered of those before is seen behind it.
	while (end > 0 && shownWidth < options.cells && count < mostStates) {
		const start = text.lastIndexOf('\r', end - 1) + 1;
		// No character takes more than two cells, but for a tab: of a million short states none is made.
		const isCovered = !hasTabs && (end - start) * 2 <= shownWidth;
		const state = isCovered ? '' : text.slice(start, end);
		count += isCovered ? 0 : 1;
		if (!isCovered && mayReach(state, shownWidth)) {
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

/** So many states of a line are looked at, some 5 ms: a million of them may take no cell. */
const mostStates = 4096;

/** Whether a text may take more than so many cells, by what is seen at once. */
function mayReach(text: string, cells: number): boolean {
	const widest = isSimpleText(text) ? text.length : text.length * 2;
	return widest > cells || text.includes('\t');
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
	return new SafeReader(text, hasColors).read(cells);
}

/** The same line piece by piece: each piece is safe by itself, and made when it is asked for. */
export function* sanitizePieces(
	text: string,
	{hasColors = true, cells = 1024}: SanitizeOptions = {},
): Generator<string, void> {
	if (text.length <= cells || text.includes('\r')) {
		yield sanitize(text, {hasColors});
		return;
	}

	const reader = new SafeReader(text, hasColors);
	while (!reader.isAtEnd) {
		yield reader.read(cells);
	}
}

/** Makes a text safe from its start to its end, as far as it is asked for. */
class SafeReader {
	readonly #text: string;
	readonly #hasColors: boolean;
	#index = 0;
	/** As the text has set it, and as it is shown. */
	#asked: Style = plain;
	#style: Style = plain;
	#column = 0;
	#result = new StyledText();

	constructor(text: string, hasColors: boolean) {
		this.#text = text;
		this.#hasColors = hasColors;
	}

	get isAtEnd(): boolean {
		return this.#index >= this.#text.length;
	}

	/** So many more cells, or a few more, or all that is left; fewer where a text goes on and on without taking any. */
	read(cells: number): string {
		const end = this.#column + cells;
		const farthest =
			cells === Infinity ? Infinity : this.#index + mostForSomeCells;
		this.#result = new StyledText();
		while (!this.isAtEnd && this.#column < end && this.#index < farthest) {
			this.#step();
		}

		return this.#result.toString();
	}

	#step() {
		const text = this.#text;
		const character = text.charAt(this.#index);
		if (character === '\u001B') {
			this.#readSequence();
		} else if (character === '\t') {
			this.#push(' '.repeat(tabStop - (this.#column % tabStop)));
			this.#index++;
		} else {
			const end = endOfRun(text, this.#index);
			this.#push(makeVisible(text.slice(this.#index, end)));
			this.#index = end;
		}
	}

	#readSequence() {
		const sequence = readEscapeSequence(this.#text, this.#index);
		if (sequence.kind !== 'whole') {
			this.#push('␛');
			this.#index++;
			return;
		}

		if (sequence.isSgr && this.#hasColors) {
			const parameters = this.#text.slice(this.#index + 2, sequence.end - 1);
			this.#asked = applySgr(this.#asked, parameters);
			this.#style = withoutDisguise(this.#asked);
		}

		this.#index = sequence.end;
	}

	#push(safe: string) {
		this.#result.push(safe, this.#style);
		this.#column += width(safe);
	}
}

/** In characters: some 20 ms. */
const mostForSomeCells = 1_000_000;

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

/**
A text for a clipboard or a file: as it was logged, its lines and tabs as well, but without control sequences and other control characters, which a terminal that it is pasted into would obey. The states of a progress line are a line each.

What is left is written code unit by code unit: a text of megabytes may be nothing but sequences, and to join it piece by piece takes seconds.
*/
export function plainText(text: string): string {
	if (!/[\p{Cc}--[\n\t]]/v.test(text)) {
		return text;
	}

	const units = new Uint16Array(text.length);
	let count = 0;
	let index = 0;
	let hasReturned = false;
	while (index < text.length) {
		// eslint-disable-next-line unicorn/prefer-code-point -- Code units are copied.
		const unit = text.charCodeAt(index);
		if (unit === 0x1b) {
			index = endOfSequence(text, index);
			continue;
		}

		index++;
		if (hasReturned && unit !== newline && unit !== carriageReturn) {
			units[count] = newline;
			count++;
		}

		hasReturned = unit === carriageReturn;
		if (!isRemoved(unit)) {
			units[count] = unit;
			count++;
		}
	}

	return unitDecoder.decode(units.subarray(0, count));
}

/** A text that begins with U+FEFF keeps that. */
// eslint-disable-next-line @typescript-eslint/naming-convention -- The platform's name.
const unitDecoder = new TextDecoder('utf-16le', {ignoreBOM: true});

/** Behind the sequence that an ESC begins, or behind the ESC alone. */
function endOfSequence(text: string, index: number): number {
	// A run of them is told by the next one.
	const sequence =
		(text.codePointAt(index + 1) ?? 0) < 0x20
			? undefined
			: readEscapeSequence(text, index);
	return sequence?.kind === 'whole' ? sequence.end : index + 1;
}

const newline = 0x0a;
const carriageReturn = 0x0d;

/** Controls but for newlines and tabs. */
function isRemoved(unit: number): boolean {
	return (
		(unit < 0x20 && unit !== newline && unit !== 0x09) ||
		(unit >= 0x7f && unit < 0xa0)
	);
}

/** Makes everything in a text visible or takes it away: controls become pictures, nothing is left that hides text, turns it round or takes no cell. */
export function makeVisible(text: string): string {
	return isSimpleText(text) ? text : visibleTexts.take(text, replaceHidden);
}

const visibleTexts = new BoundedCache<string, string>(2048);

function replaceHidden(text: string): string {
	const shown = text
		.replaceAll(/\p{Cs}/gv, '\uFFFD')
		.replaceAll(/[\p{Cc}\u2028\u2029]/gv, picture)
		.replaceAll(invisible, '')
		.replaceAll(strayVariation, '')
		.replaceAll(strayJoiner, '')
		.replaceAll(manyMarks, '$1');
	if (isSimpleText(shown)) {
		return shown;
	}

	let result = '';
	walkGraphemes(shown, (grapheme) => {
		result += graphemeWidth(grapheme) === 0 ? carryMarks(grapheme) : grapheme;
	});
	return result;
}

/** Format characters (bidirectional overrides and isolates, marks, tags, soft hyphens, …) and whatever else is ignored when drawn, but for joiners and the two variation selectors that choose between text and emoji. */
const invisible =
	/[[\p{Cf}\p{Default_Ignorable_Code_Point}]--[\p{Join_Control}\uFE0E-\uFE0F]]/gv;

/** Joiners have a meaning between letters and between emoji only. */
const strayJoiner =
	/(?<![\p{L}\p{M}\p{Emoji}\uFE0F])\p{Join_Control}|\p{Join_Control}(?![\p{L}\p{M}\p{Emoji}])/gv;

const strayVariation = /(?<!\p{Emoji})[\uFE0E-\uFE0F]/gv;

/** No script needs more than a few marks on a letter; hundreds of them run over the rows around. */
const manyMarks = /(\p{M}{6})\p{M}+/gv;

/** ␀ to ␟ for the C0 controls, ␡ for delete, � for the C1 controls, which have no pictures. */
function picture(control: string): string {
	const code = control.codePointAt(0) ?? 0;
	if (code < 0x20) {
		return String.fromCodePoint(0x24_00 + code);
	}

	if (code > 0x20_00) {
		return '␊';
	}

	return code === 0x7f ? '␡' : '\uFFFD';
}

/** A mark without a letter, on a dotted circle. */
function carryMarks(marks: string): string {
	const circled = `\u25CC${marks}`;
	return /^\p{M}+$/v.test(marks) && graphemeWidth(circled) > 0 ? circled : '';
}
