import {Buffer, isUtf8} from 'node:buffer';

/** Bytes that no JSON text needs as they are: controls, and all beyond ASCII. */

const doubtful = /[^\u0020-\u007E]/v;

/** What could drive a terminal, hide text or turn it round. */
const unsafe =
	/[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\u{E0001}-\u{E007F}]/gv;

/** The first byte of such a mark, with which no other JSON text begins. */
const byteOrderMark = 0xef;

/** The same JSON text in valid UTF-8: bytes that are none become the sign for that. */
export function validJson(raw: Uint8Array): Uint8Array {
	return isUtf8(raw) && raw[0] !== byteOrderMark
		? raw
		: Buffer.from(new TextDecoder().decode(raw));
}

/** The same JSON value in bytes that a terminal shows and does not obey: in its texts what could drive one is escaped, as JSON can; between them a control is a blank. */
export function terminalJson(raw: Uint8Array): Uint8Array {
	const text = new TextDecoder().decode(raw);
	return doubtful.test(text)
		? Buffer.from(
				text.replaceAll(/"(?:[^"\\]|\\.)*(?:"|$)|[^"]+/gsv, (part) =>
					part.startsWith('"')
						? part.replaceAll(unsafe, escape)
						: part.replaceAll(unsafe, ' '),
				),
			)
		: raw;
}

function escape(sign: string): string {
	// Its UTF-16 units: JSON knows no other numbers.
	const units = Buffer.from(sign, 'utf16le').swap16().toString('hex');
	return units.replaceAll(/.{4}/gv, String.raw`\u$&`);
}
