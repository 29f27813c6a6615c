import {type CommandRecord} from '../../config/command-record.ts';
import {commands} from '../../config/commands.ts';
import {type Flag, flagTable} from '../../config/flag-table.ts';
import {flagName, type FlagName} from '../../config/flags.ts';
import {helpOf} from '../../config/help.ts';

/** What is offered for a word: these, the user's targets, files, folders, or nothing that is known. */
export type Offers = readonly string[] | 'files' | 'folders' | 'targets';

export type CompletedFlag = {
	/** `--level` */
	readonly name: string;
	/** `-q` */
	readonly short?: string;
	readonly help: string;
	readonly takesValue: boolean;
	readonly offers?: Offers;
	/** Several with commas. */
	readonly isList: boolean;
};

export type CompletedCommand = {
	/** Empty for the one that is meant where none is named. */
	readonly name: string;
	readonly help: string;
	readonly flags: readonly CompletedFlag[];
	readonly offers?: Offers;
};

/** All that a shell completes, from the records of commands and flags. */
export function listCompleted(): readonly CompletedCommand[] {
	return commands.map((command) => ({
		name: command.name,
		help: command.usage[0]?.help ?? '',
		flags: command.flags.map((name) => describeFlag(command, name)),
		...(command.offers !== undefined && {offers: command.offers}),
	}));
}

function describeFlag(
	command: CommandRecord<unknown>,
	name: FlagName,
): CompletedFlag {
	const flag: Flag = flagTable[name];
	return {
		name: flagName(name),
		...(flag.shortFlag !== undefined && {short: `-${flag.shortFlag}`}),
		help: helpOf(command, name),
		takesValue: flag.type === 'string',
		...(flag.offers !== undefined && {offers: flag.offers}),
		isList: name === 'level' || name === 'region',
	};
}
