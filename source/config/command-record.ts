import {type Micros} from '../log/entry.ts';
import {type FlagName, type Flags} from './flag-table.ts';
import {type SettingsFile} from './settings/settings.ts';

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
	/** The values that a flag takes here, where those are fewer. */
	readonly takes?: Readonly<Partial<Record<FlagName, readonly string[]>>>;
	/** Why a flag that one may expect is not taken. */
	readonly refuses?: Readonly<Partial<Record<FlagName, string>>>;
	/** What completion offers for its words: words, or files. */
	readonly offers?: readonly string[] | 'files' | 'targets';
	/** A `UsageError` says why something cannot be done. */
	readonly read: (given: Given) => Command | Promise<Command>;
};

/** What was typed for a command, and where. */
export type Given = {
	/** Those behind the command's name. */
	readonly words: readonly string[];
	readonly flags: Flags;
	readonly surroundings: Surroundings;
};

/** What a command line is read beside. */
export type Surroundings = {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly now: Micros;
	/** In which deplog was started; the working folder unless told. */
	readonly folder?: string;
	/** Whether standard output is a terminal. */
	readonly isTerminal: boolean;
	/** Reads all of standard input; absent where nothing was piped in. */
	readonly readInput?: () => Promise<string>;
	/** Reads the user's own file; where absent, there is none. */
	readonly readSettings?: () => SettingsFile;
	/** What it says, once it has been read. */
	readonly own?: SettingsFile;
	/** Whether that terminal has a screen to draw on; it has unless told. */
	readonly hasScreen?: boolean | undefined;
	/** Whether standard input is a file or a pipe, so that it may be meant; it is not unless told. */
	readonly hasInput?: boolean;
};
