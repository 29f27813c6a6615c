/** The shape of a message, by which messages that differ only in numbers, ids, hex and quoted strings are one pattern. */
export function patternOf(message: string): string {
	return message
		.replaceAll(/"[^"\n]*"|'[^'\n]*'|`[^`\n]*`/gv, '"*"')
		.replaceAll(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/giv, '*')
		.replaceAll(/\b(?:0x[\da-f]+|(?=[a-f]*\d)[\da-f]{6,})\b/giv, '*')
		.replaceAll(/\d+(?:[.,:]\d+)*/gv, '*');
}
