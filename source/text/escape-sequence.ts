/** A control sequence of a terminal as it stands in a text. */
export type EscapeSequence = {
	/** The index after its last character. */
	readonly end: number;
	/** The parameters, if it sets colours and the like (SGR). */
	readonly sgr?: string;
};

/** The sequence that begins with the ESC at `index`; nothing if it is incomplete or none at all. */
export function escapeSequenceAt(
	text: string,
	index: number,
): EscapeSequence | undefined {
	const introducer = text[index + 1] ?? '';
	if (introducer === '[') {
		return controlSequenceAt(text, index);
	}

	if (introducer !== '' && ']PX^_'.includes(introducer)) {
		return controlStringAt(text, index);
	}

	// ESC, any intermediates, one final character: `ESC c`, `ESC ( B`.
	const final = skip(text, index + 1, 0x20, 0x2f);
	return isBetween(text, final, 0x30, 0x7e) ? {end: final + 1} : undefined;
}

function controlSequenceAt(text: string, index: number) {
	const parametersEnd = skip(text, index + 2, 0x30, 0x3f);
	const final = skip(text, parametersEnd, 0x20, 0x2f);
	if (!isBetween(text, final, 0x40, 0x7e)) {
		return undefined;
	}

	const parameters = text.slice(index + 2, parametersEnd);
	const isSgr =
		text[final] === 'm' &&
		final === parametersEnd &&
		/^[\d:;]*$/v.test(parameters);
	return {end: final + 1, ...(isSgr && {sgr: parameters})};
}

/** OSC, DCS, SOS, PM and APC end with BEL or `ESC \`. */
function controlStringAt(text: string, index: number) {
	const bell = text.indexOf('\u0007', index + 2);
	const escape = text.indexOf('\u001B', index + 2);
	if (bell !== -1 && (escape === -1 || bell < escape)) {
		return {end: bell + 1};
	}

	return escape !== -1 && text[escape + 1] === '\\'
		? {end: escape + 2}
		: undefined;
}

function skip(text: string, index: number, from: number, to: number): number {
	let at = index;
	while (isBetween(text, at, from, to)) {
		at++;
	}

	return at;
}

function isBetween(text: string, index: number, from: number, to: number) {
	const code = text.codePointAt(index) ?? 0;
	return code >= from && code <= to;
}
