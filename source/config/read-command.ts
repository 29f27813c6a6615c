import {withoutTokens} from '../log/token.ts';
import {type CommandRecord, type Surroundings} from './command-record.ts';
import {commandOf, type Done, takerOf} from './commands.ts';
import {type Flag, flagTable} from './flag-table.ts';
import {flagName, type FlagName, flagNames, type Flags} from './flags.ts';
import {isGiven, parseFlags} from './parse-flags.ts';
import {type Settings} from './settings/settings.ts';
import {UsageError} from './usage-error.ts';

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
