/** Whether the text is printable ASCII through and through: a cell for each character, and nothing to make safe. Most log lines are. */
export function isPrintableAscii(text: string): boolean {
	return !/[^ -~]/v.test(text);
}

/** Printable ASCII, Latin letters, punctuation, arrows, signs, pictures of controls, and the characters that borders and bars are drawn with: one cell each, and nothing to make safe. Nothing of them joins another. */
export function isSimple(code: number): boolean {
	return (
		(code >= 0x20 && code <= 0x7e) ||
		(code >= 0xa0 && code < 0x3_00 && code !== 0xad) ||
		(code >= 0x20_10 && code <= 0x20_27) ||
		(code >= 0x21_90 && code <= 0x22_ff) ||
		(code >= 0x24_00 && code <= 0x24_26) ||
		(code >= 0x25_00 && code <= 0x25_fc) ||
		code === 0xff_fd
	);
}

/** Kana, Han and Hangul syllables: two cells each, and nothing to make safe. Nothing of them joins another, though what follows may join them. */
export function isWide(code: number): boolean {
	return (
		(code >= 0x30_41 && code <= 0x30_96) ||
		(code >= 0x30_a1 && code <= 0x30_fa) ||
		(code >= 0x34_00 && code <= 0x4d_bf) ||
		(code >= 0x4e_00 && code <= 0x9f_ff) ||
		(code >= 0xac_00 && code <= 0xd7_a3)
	);
}

/** Whether the text holds nothing but simple characters. */
export function isSimpleText(text: string): boolean {
	return !/[^ -~\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027\u2190-\u22FF\u2400-\u2426\u2500-\u25FC\uFFFD]/v.test(
		text,
	);
}

/** The cells of a coloured text, if but for its colours all of it is simple. */
export function simpleWidth(text: string): number | undefined {
	const bare = text.includes('\u001B') ? text.replaceAll(colour, '') : text;
	return isSimpleText(bare) ? bare.length : undefined;
}

// eslint-disable-next-line no-control-regex -- Colours are set by control sequences.
const colour = /\u001B\[[\d;]{0,256}m/gv;
