import {isPrintableAscii} from './simple-text.ts';
import {applySgr, StyledText} from './style.ts';
import {walk} from './width.ts';

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
