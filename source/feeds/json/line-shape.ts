import {type IdName, idNames} from '../../log/id-columns.ts';
import {Literal} from './block.ts';

/** The members of the object on a line, all of which are texts. */
export type LineShape = ReadonlyArray<{
	/** What stands before its value: `{"time":"`, `","message":"`. */
	readonly separator: Literal;
	/** What its value is to an entry. */
	readonly role: (typeof roles)[number] | 'other';
}>;

/** What a feed calls the members of an entry. */
export type EntryNames = Readonly<
	Record<'time' | 'level' | 'message' | 'region', string> &
		Partial<Record<IdName, string>>
>;

/** The shape of a line that holds an object; nothing where it is not as `JSON.stringify` writes it: has blanks, say, or a member twice, or one that is no text. */
export function shapeOf(
	line: string,
	entryNames: EntryNames,
): LineShape | undefined {
	const names = memberNames(line);
	return new Set(names).size === names.length && names.length > 0
		? names.map((name, index) => ({
				separator: new Literal(
					new TextEncoder().encode(`${index === 0 ? '{' : '",'}"${name}":"`),
				),
				role: roles.find((role) => entryNames[role] === name) ?? 'other',
			}))
		: undefined;
}

/** A name with nothing to escape, up to the text behind it. */
const beforeText = /[\{,]"(?<name>[\w\-]{1,64})":"/vy;

/** The names of the members of an object that has nothing but texts; none where the line is not such an object. No expression reads the texts, which may have millions of characters. */
function memberNames(line: string): readonly string[] {
	const names: string[] = [];
	let index = 0;
	while (line.length - index !== 1) {
		beforeText.lastIndex = index;
		const name = beforeText.exec(line)?.groups?.['name'];
		const isFirst = line[index] === '{';
		const textEnd =
			name === undefined || isFirst !== (index === 0)
				? -1
				: endOfText(line, beforeText.lastIndex);
		if (name === undefined || textEnd === -1) {
			return [];
		}

		names.push(name);
		index = textEnd + 1;
	}

	return line.endsWith('}') ? names : [];
}

/** Where the quote is that closes a text; -1 where there is none. */
function endOfText(line: string, from: number): number {
	let index = from;
	for (;;) {
		const quote = line.indexOf('"', index);
		let escapeStart = quote;
		while (escapeStart > index && line[escapeStart - 1] === '\\') {
			escapeStart--;
		}

		if (quote === -1 || (quote - escapeStart) % 2 === 0) {
			return quote;
		}

		index = quote + 1;
	}
}

const roles = ['time', 'level', 'message', 'region', ...idNames] as const;
