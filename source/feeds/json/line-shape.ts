import {Literal} from './literal.ts';

/** What a feed calls the members of an entry. */
export type EntryNames = Readonly<
	Record<'time' | 'level' | 'message' | 'region', string>
>;

/** The members of the object on a line, all of which are texts. */
export type LineShape = ReadonlyArray<{
	/** What stands before its value: `{"time":"`, `","message":"`. */
	readonly separator: Literal;
	/** What its value is to an entry. */
	readonly role: 'time' | 'level' | 'message' | 'region' | 'other';
}>;

/** The shape of a line that holds an object; nothing where it is not as `JSON.stringify` writes it: has blanks, say, or a member twice, or one that is no text. */
export function shapeOf(
	line: string,
	entryNames: EntryNames,
): LineShape | undefined {
	const members = [...line.matchAll(member)];
	const names = members.map(([, name = '']) => name);
	const isWhole =
		members.map(([text]) => text).join('') === line.slice(0, -1) &&
		line.endsWith('"}');
	return isWhole && new Set(names).size === names.length
		? names.map((name, index) => ({
				separator: new Literal(
					new TextEncoder().encode(`${index === 0 ? '{' : '",'}"${name}":"`),
				),
				role: roles.find((role) => entryNames[role] === name) ?? 'other',
			}))
		: undefined;
}

/** A name with nothing to escape, and its text. */
const member = /[\{,]"([\w\-]+)":"(?:[^"\\]|\\.)*"/gv;
const roles = ['time', 'level', 'message', 'region'] as const;
