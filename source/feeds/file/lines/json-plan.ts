import {type Micros} from '../../../log/entry.ts';
import {type JsonObject} from './json-dialect.ts';
import {type ReadEntry} from './read-entry.ts';

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
		const words = readers.field(name, value[name]);
		message = message === '' ? words : `${message} ${words}`;
	}

	return {time, level: readers.level(level), region, message};
}
