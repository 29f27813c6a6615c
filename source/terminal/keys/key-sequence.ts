/** Where the sequence of one key that begins at `index` ends; nothing if more of it must come. */
export function keySequenceEnd(
	text: string,
	index: number,
): number | undefined {
	if (text[index] !== escape) {
		return index + characterAt(text, index).length;
	}

	const introducer = characterAt(text, index + 1);
	switch (introducer) {
		case '': {
			return undefined;
		}

		case escape: {
			return doubleEscapeEnd(text, index);
		}

		case '[': {
			return controlSequenceEnd(text, index);
		}

		case 'O': {
			return appEnd(text, index);
		}

		case ']':
		case 'P':
		case 'X':
		case '^':
		case '_': {
			return controlStringEnd(text, index);
		}

		default: {
			return index + 1 + introducer.length;
		}
	}
}

const escape = '\u001B';

function characterAt(text: string, index: number): string {
	const code = text.codePointAt(index);
	return code === undefined ? '' : String.fromCodePoint(code);
}

/** Alt and a key that is a sequence itself, or the escape key and then something else. */
function doubleEscapeEnd(text: string, index: number): number | undefined {
	const next = text[index + 2];
	if (next === undefined) {
		return undefined;
	}

	// A report of the mouse is nothing that alt is held with.
	const isMouse = next === '[' && text[index + 3] === '<';
	return (next === '[' || next === 'O') && !isMouse
		? keySequenceEnd(text, index + 1)
		: index + 1;
}

function controlSequenceEnd(text: string, index: number): number | undefined {
	const first = text[index + 2];
	// The Linux console's function keys have one more character, a mouse report of old has three.
	if (first === '[' || first === 'M') {
		const end = index + (first === '[' ? 4 : 6);
		return end <= text.length ? end : undefined;
	}

	for (let at = index + 2; at < text.length; at++) {
		const character = text.charAt(at);
		if (character >= '@' && character <= '~') {
			return at + 1;
		}

		// Broken off: what follows is something else.
		if (character < ' ' || character > '~') {
			return at;
		}
	}

	return undefined;
}

function appEnd(text: string, index: number): number | undefined {
	let at = index + 2;
	while (/^[\d;]$/v.test(text.charAt(at))) {
		at++;
	}

	if (at >= text.length) {
		return undefined;
	}

	return /^[A-Za-z]$/v.test(text.charAt(at)) ? at + 1 : index + 2;
}

/** Answers of the terminal (colours, its name, …), up to BEL or `ESC \`. */
function controlStringEnd(text: string, index: number): number | undefined {
	const bell = text.indexOf('\u0007', index + 2);
	const terminator = text.indexOf(`${escape}\\`, index + 2);
	const ends = [
		bell === -1 ? Infinity : bell + 1,
		terminator === -1 ? Infinity : terminator + 2,
	];
	const end = Math.min(...ends);
	return end === Infinity ? undefined : end;
}
