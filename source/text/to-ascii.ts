import {isPrintableAscii} from './simple-text.ts';
import {StyledText} from './styled-text.ts';
import {walk} from './walk.ts';

/** A coloured string for a terminal that knows no more than ASCII: each character is stood for by as many cells, `?` where there is none like it. */
export function toAscii(text: string): string {
	if (isPrintableAscii(text)) {
		return text;
	}

	const result = new StyledText();
	walk(text, (grapheme, cells, style) => {
		result.push(
			isPrintableAscii(grapheme)
				? grapheme
				: (replacements.get(grapheme) ?? '?').repeat(cells),
			style,
		);
	});
	return result.toString();
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
