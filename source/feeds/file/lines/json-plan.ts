import {Buffer} from 'node:buffer';
import {type Micros} from '../../../log/entry.ts';
import {Block, Literal} from '../../json/block.ts';
import {type JsonObject} from './json-dialect.ts';
import {type ReadEntry} from './read-entry.ts';
import {fieldName, isRounded} from './json-members.ts';
import {endOfValue} from './json-values.ts';
import {standsAt} from './line-bytes.ts';

/** Which members of an object tell what, for all objects with the same members. */
export type JsonPlan = {
	/** All of its members, in their order. */
	readonly names: readonly string[];
	readonly time: string;
	readonly level: string;
	readonly message: string;
	/** Absent: none tells it. */
	readonly place?: string;
	/** The others, in the order in which they are shown. */
	readonly rest: readonly string[];
};

/** How the members of such an object are read. */
export type MemberReaders = {
	readonly time: (value: unknown) => Micros | undefined;
	readonly level: (value: unknown) => string;
	/** `name=value`. */
	readonly field: (name: string, value: unknown) => string;
};

/** As many kinds of lines as a program writes turn by turn. */
const mostPlans = 8;

/** Plans of the lines that were read last: the lines of a program are of few kinds, and to find out anew what each member tells takes longer than all the rest. */
export class JsonPlans {
	#plans: readonly JsonPlan[] = [];

	add(plan: JsonPlan) {
		this.#plans = [plan, ...this.#plans].slice(0, mostPlans);
	}

	planOf(value: JsonObject): JsonPlan | undefined {
		const names = Object.keys(value);
		return this.#plans.find((plan) => hasNames(plan, names));
	}
}

function hasNames({names: planned}: JsonPlan, names: readonly string[]) {
	if (planned.length !== names.length) {
		return false;
	}

	for (const [index, name] of names.entries()) {
		if (planned[index] !== name) {
			return false;
		}
	}

	return true;
}

/** Reads an object as planned; nothing where a member is not what was planned with. */
export function readPlanned(
	value: JsonObject,
	plan: JsonPlan,
	readers: MemberReaders,
): ReadEntry | undefined {
	const {place} = plan;
	const level = value[plan.level];
	const text = value[plan.message];
	const region = place === undefined ? '' : value[place];
	const time = readers.time(value[plan.time]);
	if (
		time === undefined ||
		typeof text !== 'string' ||
		(typeof level !== 'string' && typeof level !== 'number') ||
		typeof region !== 'string'
	) {
		return undefined;
	}

	let message = text.endsWith('\n') ? text.replace(/\r?\n$/v, '') : text;
	for (const name of plan.rest) {
		if (isRounded(value[name])) {
			// Only the line has its digits.
			return undefined;
		}

		const words = readers.field(name, value[name]);
		message = message === '' ? words : `${message} ${words}`;
	}

	return {time, level: readers.level(level), region, message};
}

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
