import {readEscapeSequence} from '../../source/base/escape-sequence.ts';

/** Colours and the like, the cursor's address, scroll regions, erasing to a row's end, and the modes that the screen itself sets. */
const ownSequence =
	// eslint-disable-next-line no-control-regex -- They begin with ESC.
	/^\u{1B}(?:\[[\d;]*[mHGrSTKXCABD]|\[\d*J|\[\?(?:7|25|2026)[hl]|\[ ?q|7|8|E|M)$/v;

/** What is no part of text on a screen, but could drive it, hide text or turn it round. */
const unsafe =
	/[[\p{Cc}\p{Cs}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]--[\r\n\p{Join_Control}\uFE0E-\uFE0F]]|\p{M}{8}/v;

/** What in some bytes could do more than to show text. */
export function findUnsafe(bytes: string): string | undefined {
	let index = 0;
	for (;;) {
		const escape = bytes.indexOf('\u001B', index);
		const text = bytes.slice(index, escape === -1 ? undefined : escape);
		const found = unsafe.exec(text);
		if (found !== null) {
			return JSON.stringify(text.slice(Math.max(0, found.index - 20)));
		}

		if (escape === -1) {
			return undefined;
		}

		const sequence = readEscapeSequence(bytes, escape);
		const end = sequence.kind === 'whole' ? sequence.end : bytes.length;
		if (!ownSequence.test(bytes.slice(escape, end))) {
			return JSON.stringify(bytes.slice(escape, end));
		}

		index = end;
	}
}
