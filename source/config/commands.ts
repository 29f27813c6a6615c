import {type CommandRecord} from './command-record.ts';
import {completion} from './commands/completion.ts';
import {config} from './commands/config.ts';
import {demo} from './commands/demo.ts';
import {diff} from './commands/diff.ts';
import {explore} from './commands/explore.ts';
import {open} from './commands/open.ts';
import {serve} from './commands/serve.ts';
import {wait} from './commands/wait.ts';
import {type FlagName} from './flag-table.ts';

/** Every command there is, in the order in which the help shows them. */
const all = [
	explore,
	demo,
	open,
	wait,
	serve,
	diff,
	config,
	completion,
] as const;

/** What is to be done, whatever command was given. */
export type Done = Awaited<ReturnType<(typeof all)[number]['read']>>;

/** The same, each as a command like the others. */
export const commands: ReadonlyArray<CommandRecord<Done>> = all;

/** The command that the first word names; else the one that explores. */
export function commandOf(word = ''): CommandRecord<Done> {
	return commands.find(({name}) => name === word) ?? explore;
}

/** The first command that takes a flag. */
export function takerOf(flag: FlagName): CommandRecord<Done> {
	return commands.find(({flags}) => flags.includes(flag)) ?? explore;
}
