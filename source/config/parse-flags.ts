import {parseArgs} from 'node:util';
import {looksLikeToken} from '../log/token.ts';
import {flagName, type Flags, flags as known} from './flags.ts';
import {nearestName} from './nearest-name.ts';
import {tokenAdvice} from './token.ts';
import {UsageError} from './usage-error.ts';

/** Cuts the arguments into words and flags; what the flags hold is not looked at yet. */
export function parseFlags(argv: readonly string[]): {
	readonly words: readonly string[];
	readonly flags: Flags;
} {
	refuseOddFlags(argv);
	const {tokens} = parseArgs({
		args: [...argv],
		options: parserOptions(),
		strict: false,
		tokens: true,
	});
	const words: string[] = [];
	const given = new Map<string, Array<string | boolean>>();
	for (const token of tokens) {
		if (token.kind === 'positional') {
			words.push(token.value);
		} else if (token.kind === 'option') {
			const {name, value} = readOption(token);
			given.set(name, [...(given.get(name) ?? []), value]);
		}
	}

	if (given.has('token')) {
		throw new UsageError(tokenAdvice);
	}

	return {words, flags: toFlags(given)};
}

/** Names as they are typed, and as they stand in the table, which is understood as well. */
function parserOptions() {
	return Object.fromEntries(
		[...known].flatMap(([name, {type, shortFlag}]) =>
			[name, flagName(name).replace(/^--(?:no-)?/v, '')].map((typed) => [
				typed,
				{type, ...(shortFlag !== undefined && {short: shortFlag})},
			]),
		),
	);
}

/** What was typed of a flag, and its name as the table has it. */
function readOption({
	name: typed,
	rawName,
	value = '',
	inlineValue: isGlued = false,
}: {
	readonly name: string;
	readonly rawName: string;
	readonly value?: string | undefined;
	/** The value stands in the same word. */
	readonly inlineValue?: boolean | undefined;
}): {readonly name: string; readonly value: string | boolean} {
	const name = camelCase(typed);
	if (known.get(name)?.type === 'string') {
		return {name, value: isGlued ? gluedValue(name, rawName, value) : ownValue(value)};
	}

	const [, negated] = /^no-(.+)$/v.exec(typed) ?? [];
	return {
		name: negated === undefined ? name : camelCase(negated),
		value: (value === 'false') === (negated !== undefined),
	};
}

/** Of `--query=timeout`, `-q=timeout` and `-qtimeout`. */
function gluedValue(name: string, rawName: string, value: string): string {
	if (rawName.startsWith('--')) {
		return value;
	}

	// `-qqq`
	if (value === rawName.slice(1).repeat(value.length)) {
		throw givenTwice(name);
	}

	return value.replace(/^=/v, '');
}

/** A word behind a flag is its value, but for another flag; a number is none. */
function ownValue(value: string): string {
	return /^-(?!(?:\d*\.)?\d+$)./v.test(value) ? '' : value;
}

/** What was given, and the defaults of what was not. */
function toFlags(
	given: ReadonlyMap<string, ReadonlyArray<string | boolean>>,
): Flags {
	const flags: Record<string, unknown> = {};
	for (const [name, flag] of known) {
		flags[name] = flag.default;
	}

	for (const [name, values] of given) {
		const flag = known.get(name);
		if (flag === undefined) {
			throw unknownFlag(name);
		}

		if (flag.type === 'string' && !flag.isMultiple && values.length > 1) {
			throw givenTwice(name);
		}

		if (values.includes('')) {
			throw new UsageError(
				`${flagName(name)} needs a value, such as ${flagName(name)}=${flag.example ?? '…'}.`,
			);
		}

		if (flag.isReserved) {
			throw new UsageError(`${flagName(name)} is not there yet.`);
		}

		flags[name] = flag.isMultiple ? values : values.at(-1);
	}

	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- The types follow from the same table.
	return flags as Flags;
}

/** Whether somebody typed a flag: those that nobody did have their defaults. */
export function isGiven(name: string, value: unknown): boolean {
	return Array.isArray(value)
		? value.length > 0
		: value !== known.get(name)?.default;
}

function givenTwice(name: string): UsageError {
	return new UsageError(
		`${flagName(name)} is given twice. Leave one of them out.`,
	);
}

function unknownFlag(name: string): UsageError {
	if (looksLikeToken(name)) {
		return new UsageError(tokenAdvice);
	}

	const nearest = nearestName(
		name,
		[...known].flatMap(([one, {isReserved}]) => (isReserved ? [] : [one])),
	);
	const advice =
		nearest === undefined
			? 'See deplog --help for those there are.'
			: `Did you mean ${flagName(nearest)}?`;
	return new UsageError(`There is no flag ${flagName(name)}. ${advice}`);
}

/** Refuses what the reader of arguments would make something else of: dots in a flag's name, `--no-` before one that takes a value, a value for one that takes none, three dashes. */
function refuseOddFlags(argv: readonly string[]): void {
	const end = argv.indexOf('--');
	for (const word of end === -1 ? argv : argv.slice(0, end)) {
		const equals = word.indexOf('=');
		const written = equals === -1 ? word : word.slice(0, equals);
		if (!written.startsWith('--')) {
			continue;
		}

		const name = written.slice(2);
		if (/^-|\./v.test(name)) {
			throw new UsageError(
				`There is no flag ${JSON.stringify(written)}. Flags have two dashes and no dots, such as --level=error.`,
			);
		}

		const value = equals === -1 ? undefined : word.slice(equals + 1);
		refuseNegated(name);
		refuseValue(name, value);
	}
}

function refuseNegated(name: string): void {
	const [, negated] = /^no-(.+)$/v.exec(name) ?? [];
	if (negated === undefined || negated === 'color') {
		return;
	}

	const flag = known.get(camelCase(negated));
	if (flag?.type !== 'boolean') {
		throw new UsageError(
			flag === undefined
				? `There is no flag --${name}. See deplog --help for those there are.`
				: `There is no flag --${name}. Leave ${flagName(camelCase(negated))} out instead.`,
		);
	}
}

function refuseValue(name: string, value: string | undefined): void {
	const flag = known.get(camelCase(name.replace(/^no-/v, '')));
	if (
		value !== undefined &&
		flag?.type === 'boolean' &&
		(name.startsWith('no-') || !/^(?:true|false)$/v.test(value))
	) {
		throw new UsageError(
			`--${name} takes no value. Leave out =${value.slice(0, 40)}.`,
		);
	}
}

/** `time-zone` → `timeZone`. */
function camelCase(name: string): string {
	return name.replaceAll(/-(.)/gsv, (_, letter: string) =>
		letter.toUpperCase(),
	);
}
