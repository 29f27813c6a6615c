const escapes = new Map([
	['n', '\n'],
	['t', '\t'],
	['r', '\r'],
	['"', '"'],
	['\\', '\\'],
	['/', '/'],
]);

/** By the byte behind a backslash in JSON: what the two stand for; 0 where that is rare, or nothing. */
export const plainBytes = Uint8Array.from(
	{length: 256},
	(_, letter) => escapes.get(String.fromCodePoint(letter))?.codePointAt(0) ?? 0,
);

/** By a byte: the hexadecimal digit that it is, and one; 0 where it is none. */
export const hexDigits = Uint8Array.from({length: 256}, (_, byte) => {
	const digit = String.fromCodePoint(byte);
	return /[\da-f]/iv.test(digit) ? Number.parseInt(digit, 16) + 1 : 0;
});
