import {escapeSequenceAt} from './escape-sequence.ts';
import {isSimpleText} from './simple.ts';
import {StyledText} from './styled-text.ts';
import {applySgr, plain, withoutReverse} from './style.ts';
import {visible} from './visible.ts';
import {width} from './width.ts';

export type SanitizeOptions = {
	/** Whether colours, bold, dim, italic and underline are kept; they are unless told. */
	readonly hasColors?: boolean;
};

const tabStop = 8;

/** Makes one line of a message safe for a terminal. Colours, bold, dim, italic and underline stay and are reset at its end; tabs become blanks; no other byte that could drive a terminal, hide text or turn it round is left: whole control sequences are removed, single controls become their pictures (␇). */
export function sanitize(
	text: string,
	{hasColors = true}: SanitizeOptions = {},
): string {
	if (isSimpleText(text)) {
		return text;
	}

	const result = new StyledText();
	let style = plain;
	let pending = '';
	let column = 0;
	const flush = () => {
		const safe = visible(pending);
		result.push(safe, style);
		column += width(safe);
		pending = '';
	};

	for (let index = 0; index < text.length; index++) {
		const character = text.charAt(index);
		if (character === '\u001B') {
			const sequence = escapeSequenceAt(text, index);
			if (sequence?.sgr !== undefined && hasColors) {
				flush();
				style = withoutReverse(applySgr(style, sequence.sgr));
			}

			pending += sequence === undefined ? character : '';
			index = sequence === undefined ? index : sequence.end - 1;
		} else if (character === '\t') {
			flush();
			const blanks = tabStop - (column % tabStop);
			result.push(' '.repeat(blanks), style);
			column += blanks;
		} else {
			pending += character;
		}
	}

	flush();
	return result.toString();
}
