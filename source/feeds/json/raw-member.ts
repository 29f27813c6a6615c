/** A member that ought to be a text: whatever else it is as the JSON that stands on its line; empty where there is none. */
export function textMember(
	value: Readonly<Record<string, unknown>>,
	line: string,
	name: string,
): string {
	const member = value[name];
	return typeof member === 'string' ? member : (rawMember(line, name) ?? '');
}

/** The text of a member of the object on a line of sound JSON, as it stands there: no digit of a number is lost, and nothing nests too deeply. Of members with the same name the last one counts, as with `JSON.parse`; nothing where there is none. */
export function rawMember(line: string, name: string): string | undefined {
	let found: string | undefined;
	let at = line.indexOf('{') + 1;
	for (;;) {
		at = skipBlanks(line, at);
		if (line.codePointAt(at) !== quote) {
			return found;
		}

		const nameEnd = endOfText(line, at);
		const isWanted = isText(line.slice(at, nameEnd), name);
		// The colon stands between.
		const from = skipBlanks(line, skipBlanks(line, nameEnd) + 1);
		const to = endOfValue(line, from);
		if (isWanted) {
			found = line.slice(from, to);
		}

		at = skipBlanks(line, to);
		if (line.codePointAt(at) !== comma) {
			return found;
		}

		at++;
	}
}

function isText(json: string, text: string): boolean {
	return json.includes('\\')
		? JSON.parse(json) === text
		: json.length === text.length + 2 && json.startsWith(text, 1);
}

function skipBlanks(line: string, from: number): number {
	let at = from;
	while (isBlank(line.codePointAt(at))) {
		at++;
	}

	return at;
}

function isBlank(code: number | undefined): boolean {
	return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** Behind the closing quote of the text that begins at `from`. */
function endOfText(line: string, from: number): number {
	let at = from + 1;
	for (;;) {
		const end = line.indexOf('"', at);
		if (end === -1) {
			return line.length;
		}

		let backslashes = 0;
		while (line.codePointAt(end - 1 - backslashes) === backslash) {
			backslashes++;
		}

		if (backslashes % 2 === 0) {
			return end + 1;
		}

		at = end + 1;
	}
}

function endOfValue(line: string, from: number): number {
	let depth = 0;
	for (let at = from; at < line.length; at++) {
		const code = line.codePointAt(at) ?? 0;
		switch (code) {
			case quote: {
				at = endOfText(line, at) - 1;

				break;
			}

			case openBrace:
			case openBracket: {
				depth++;

				break;
			}

			case closeBrace:
			case closeBracket: {
				if (depth === 0) {
					return trimmedEnd(line, at);
				}

				depth--;

				break;
			}

			default: {
				if (code === comma && depth === 0) {
					return trimmedEnd(line, at);
				}
			}
		}
	}

	return line.length;
}

function trimmedEnd(line: string, end: number): number {
	let at = end;
	while (isBlank(line.codePointAt(at - 1))) {
		at--;
	}

	return at;
}

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
