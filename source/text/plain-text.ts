import {readEscapeSequence} from '../base/escape-sequence.ts';

/** A text for a clipboard or a file: as it was logged, its lines and tabs as well, but without control sequences and other control characters, which a terminal that it is pasted into would obey. The states of a progress line are a line each. */
export function plainText(text: string): string {
	return withoutSequences(text)
		.replaceAll(/\r(?!\n|\r|$)/gv, '\n')
		.replaceAll(/[\p{Cc}--[\n\t]]/gv, '');
}

function withoutSequences(text: string): string {
	let plain = '';
	let index = 0;
	for (;;) {
		const escape = text.indexOf('\u001B', index);
		if (escape === -1) {
			return plain + text.slice(index);
		}

		plain += text.slice(index, escape);
		const sequence = readEscapeSequence(text, escape);
		index = sequence.kind === 'whole' ? sequence.end : escape + 1;
	}
}
