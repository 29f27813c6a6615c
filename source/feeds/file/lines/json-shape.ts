import {Buffer} from 'node:buffer';
import {Block, Literal} from '../../json/block.ts';
import {fieldName} from './json-members.ts';
import {type JsonPlan} from './json-plan.ts';
import {endOfValue} from './json-values.ts';
import {standsAt} from './line-bytes.ts';

/** One member of an object, as it stands on a line. */
export type Member = {
	/** What stands before its value: `{"time":`, `,"msg":`. */
	readonly before: Literal;
	readonly role: 'time' | 'level' | 'message' | 'place' | 'field';
};

/** How the objects stand on their lines that have the members of a plan. */
export type Shape = {
	readonly members: readonly Member[];
	/** Behind the last value: `}`. */
	readonly after: Literal;
	/** The fields in the order in which they are shown: their members, and ` name=`. */
	readonly fields: ReadonlyArray<{
		readonly member: number;
		readonly words: DataView;
	}>;
	/** In bytes: how much longer a message may be than its line. */
	readonly room: number;
};

/** How an object of a plan stands on its line; nothing where its values are not to be read off their bytes. */
export function shapeOf(
	line: string,
	{names, time, level, message, place, rest}: JsonPlan,
): Shape | undefined {
	const bytes = Buffer.from(line);
	const roles = new Map<string | undefined, Member['role']>([
		[place, 'place'],
		[time, 'time'],
		[level, 'level'],
		[message, 'message'],
	]);
	const members: Member[] = [];
	let at = 0;
	for (const [index, name] of names.entries()) {
		const start = at;
		const sign = index === 0 ? openBrace : comma;
		const valueStart = startOfValue(bytes, start, [sign, name]);
		at =
			valueStart === undefined
				? bytes.length
				: endOfValue(bytes, valueStart, bytes.length);
		if (valueStart === undefined || at >= bytes.length) {
			return undefined;
		}

		members.push({
			before: new Literal(bytes.subarray(start, valueStart)),
			role: roles.get(name) ?? 'field',
		});
	}

	const fields = rest.map((name) => ({
		member: names.indexOf(name),
		words: new Block(Buffer.from(` ${fieldName(name)}=`)).view,
	}));
	return /^[ \t]{0,100}\}[ \t]{0,100}$/v.test(bytes.toString('latin1', at))
		? {
				members,
				after: new Literal(bytes.subarray(at)),
				fields,
				room: fields.reduce((sum, {words}) => sum + words.byteLength, 0),
			}
		: undefined;
}

/** Behind a sign, the name of a member and its colon; nothing where they do not stand there. */
function startOfValue(
	bytes: Uint8Array,
	from: number,
	[sign, name]: readonly [sign: number, name: string],
): number | undefined {
	const key = Buffer.from(JSON.stringify(name));
	const signAt = skipBlanks(bytes, from);
	const keyAt = skipBlanks(bytes, signAt + 1);
	const colonAt = skipBlanks(bytes, keyAt + key.length);
	return bytes[signAt] === sign &&
		standsAt(bytes, keyAt, key) &&
		bytes[colonAt] === colon
		? skipBlanks(bytes, colonAt + 1)
		: undefined;
}

function skipBlanks(bytes: Uint8Array, from: number): number {
	let at = from;
	while (bytes[at] === space || bytes[at] === tab) {
		at++;
	}

	return at;
}

const tab = 0x09;
const space = 0x20;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
