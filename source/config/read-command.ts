import meow from 'meow';
import {withoutTokens, looksLikeToken} from '../log/token.ts';
import {type CommandRecord, type Surroundings} from './command-record.ts';
import {commandOf, type Done, takerOf} from './commands.ts';
import {
	type Flag,
	flagTable,
	flagName,
	type FlagName,
	flagNames,
	type Flags,
	flags as known,
} from './flag-table.ts';
import {type Settings} from './settings/settings.ts';
import {UsageError, nearestName} from './usage-error.ts';
import {tokenAdvice} from './token.ts';

/** Arguments and environment → what is to be done, or a sentence that says why it cannot be. */
export async function readCommand(
	argv: readonly string[],
	surroundings: Surroundings,
): Promise<Command> {
	try {
		const {words, flags} = parseFlags(argv);
		return await readWords(words, flags, surroundings);
	} catch (error) {
		if (error instanceof UsageError) {
			return {
				kind: 'refused',
				reason: withoutTokens(error.message),
				of: commandOf(argv.find((word) => !word.startsWith('-'))).name,
			};
		}

		throw error;
	}
}

export type Command =
	| {readonly kind: 'help'; /** A command’s name. */ readonly of?: string}
	| {readonly kind: 'version'}
	| {
			readonly kind: 'refused';
			readonly reason: string;
			/** A command’s name; empty for the one that is meant where none is named. */
			readonly of: string;
	  }
	| Done;

async function readWords(
	words: readonly string[],
	flags: Flags,
	surroundings: Surroundings,
): Promise<Command> {
	const command = commandOf(words[0]);
	if (flags.help) {
		return command.name === ''
			? {kind: 'help'}
			: {kind: 'help', of: command.name};
	}

	if (flags.version) {
		return {kind: 'version'};
	}

	refuseOthers(command, flags);
	const own = surroundings.readSettings?.();
	return command.read({
		words: command.name === '' ? words : words.slice(1),
		flags: own === undefined ? flags : withSettings(flags, own.settings),
		surroundings: {...surroundings, ...(own !== undefined && {own})},
	});
}

/** What no flag says, the user's file may. */
function withSettings(
	flags: Flags,
	{buffer, bell, mouse, theme, linear, ...settings}: Settings,
): Flags {
	const timeZone = flags.timeZone ?? settings.timeZone;
	const entries = flags.buffer ?? buffer?.toString();
	return {
		...flags,
		...(timeZone !== undefined && {timeZone}),
		...(entries !== undefined && {buffer: entries}),
		bell: flags.bell || bell === true,
		mouse: flags.mouse || mouse === true,
		linear: flags.linear || linear === true,
		color: flags.color && theme !== 'none',
	};
}

/** Refuses flags that the command does not take. */
function refuseOthers(command: CommandRecord<Done>, flags: Flags): void {
	for (const name of flagNames) {
		if (!command.flags.includes(name) && isGiven(name, flags[name])) {
			throw new UsageError(
				command.refuses?.[name] ?? whereItBelongs(name, command),
			);
		}
	}
}

function whereItBelongs(name: FlagName, {name: given}: {name: string}): string {
	const flag: Flag = flagTable[name];
	const {name: taker} = takerOf(name);
	return taker === ''
		? `${flagName(name)} is not for deplog ${given}. Leave it out.`
		: `${flagName(name)} is for deplog ${taker}, such as: deplog ${taker} ${[flagName(name), flag.example ?? []].flat().join(' ')}`;
}

/** Cuts the arguments into words and flags; what the flags hold is not looked at yet. */
function parseFlags(argv: readonly string[]): {
	readonly words: readonly string[];
	readonly flags: Flags;
} {
	refuseOddFlags(argv);
	const {input, flags} = refuseDoubles(() =>
		meow({
			importMeta: import.meta,
			argv: [...argv],
			flags: flagTable,
			autoHelp: false,
			autoVersion: false,
			// The name is for the process's title; given here, no file is looked for.
			pkg: {name: 'deplog'},
		}),
	);
	if ('token' in flags) {
		throw new UsageError(tokenAdvice);
	}

	for (const [name, value] of Object.entries(flags)) {
		const flag = known.get(name);
		if (flag === undefined) {
			throw unknownFlag(name);
		}

		const values: readonly unknown[] = Array.isArray(value) ? value : [value];
		// The compiler is told types that nobody has looked at.
		if (values.some((one) => typeof one !== flag.type)) {
			throw new UsageError(
				`${flagName(name)} is not given like that. Write it once${flag.example === undefined ? '' : `, such as ${flagName(name)}=${flag.example}`}.`,
			);
		}

		if (flag.type === 'string' && values.includes('')) {
			throw new UsageError(
				`${flagName(name)} needs a value, such as ${flagName(name)}=${flag.example ?? '…'}.`,
			);
		}
	}

	return {words: input, flags};
}

/** Whether somebody typed a flag: of those that nobody did, meow says the defaults. */
function isGiven(name: string, value: unknown): boolean {
	return Array.isArray(value)
		? value.length > 0
		: value !== known.get(name)?.default;
}

/** Meow throws for a flag that is given twice, in words that are nearly ours. */
function refuseDoubles<Result>(parse: () => Result): Result {
	try {
		return parse();
	} catch (error) {
		const name = /The flag --(\w+) can only be set once/v.exec(
			String(error),
		)?.[1];
		throw name === undefined
			? error
			: new UsageError(
					`${flagName(name)} is given twice. Leave one of them out.`,
				);
	}
}

function unknownFlag(name: string): UsageError {
	if (looksLikeToken(name)) {
		return new UsageError(tokenAdvice);
	}

	const nearest = nearestName(name, [...known.keys()]);
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
