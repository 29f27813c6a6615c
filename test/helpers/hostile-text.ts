import fc from 'fast-check';

const fragments = [
	'\u001B[31m',
	'\u001B[1;4;38;5;200m',
	'\u001B[48;2;1;2;3m',
	'\u001B[38:2::9:8:7m',
	'\u001B[0m',
	'\u001B[7m',
	'\u001B[31',
	'\u001B[2J',
	'\u001B]0;title\u0007',
	'\u001B]52;c;AAAA',
	'\u001BP1$r\u001B\\',
	'\u001B',
	'\u009B31m',
	'\u009D0;x\u009C',
	'\t',
	'\b',
	'\0',
	'\r',
	'\u007F',
	'\u202E',
	'\u2066',
	'\u200D',
	'\u200C',
	'\uFE0F',
	'\uFE0E',
	'\u0301',
	'\u0E33',
	'\u1160',
	'\uD83D',
	'\uDC69',
	'👩‍👩‍👧',
	'🇩',
	'🇪',
	'1️⃣',
	'東',
	'ｶﾞ',
	'한',
	'क्षि',
	'─│▌',
	'e',
	'plain text',
];

/** Text as an attacker, or a broken program, may log it. */
export const hostileText = fc
	.array(
		fc.oneof(
			{weight: 4, arbitrary: fc.constantFrom(...fragments)},
			{weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 4})},
			{weight: 1, arbitrary: fc.string({maxLength: 6})},
		),
		{maxLength: 12},
	)
	.map((parts) => parts.join(''));

// eslint-disable-next-line no-control-regex -- SGR sequences begin with ESC.
const sgr = /\u{1B}\[[\d;]*m/gv;

/** Whether the text holds nothing but visible characters and SGR sequences that are reset at its end. */
export function isSafeRow(text: string): boolean {
	const visible = text.replaceAll(sgr, '');
	const last = [...text.matchAll(sgr)].at(-1)?.[0];
	return (
		!/[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/v.test(visible) &&
		(last === undefined || last === '\u001B[0m')
	);
}
