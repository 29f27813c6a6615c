/** Nobody means more than this for a prompt of one line. */
const longestPaste = 65_536;

/** A paste as a prompt of one line takes it: newlines and tabs are blanks, other controls are dropped. */
export function pasteText(pasted: string): string {
	return pasted
		.slice(0, longestPaste)
		.replace(/(?<![\r\n])[\r\n]+$/v, '')
		.replaceAll(/[\r\n]+|\t/gv, ' ')
		.replaceAll(/[\p{Cc}\p{Cs}]/gv, '');
}
