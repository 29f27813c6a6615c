import {type FlagName, type Flags} from './flags.ts';
import {type Surroundings} from './surroundings.ts';

/** What was typed for a command, and where. */
export type Given = {
	/** Those behind the command's name. */
	readonly words: readonly string[];
	readonly flags: Flags;
	readonly surroundings: Surroundings;
};

/** A command: its name, its help, what it takes, and how that is read; help, completion and the man page are made from it. */
export type CommandRecord<Command> = {
	/** Nothing for the one that is meant where none is named. */
	readonly name: string;
	/** What is typed behind the name, and what that does. */
	readonly usage: ReadonlyArray<{
		readonly words: string;
		readonly help: string;
	}>;
	/** Further sentences for its own help. */
	readonly details?: string;
	readonly flags: readonly FlagName[];
	/** What a flag means here, where that is something else. */
	readonly says?: Readonly<Partial<Record<FlagName, string>>>;
	/** Why a flag that one may expect is not taken. */
	readonly refuses?: Readonly<Partial<Record<FlagName, string>>>;
	/** What completion offers for its words: words, or files. */
	readonly offers?: readonly string[] | 'files' | 'targets';
	/** A `UsageError` says why something cannot be done. */
	readonly read: (given: Given) => Command | Promise<Command>;
};
