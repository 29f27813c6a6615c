import process from 'node:process';
import {type Completion} from '../config/commands/completion.ts';
import {readSettings} from '../config/settings/settings.ts';
import {
	writeBash,
	listCompleted,
	writeFish,
	writeZsh,
} from './completion/shell-scripts.ts';
import {writeMan} from './completion/man.ts';

/** The completion for a shell, or the man page, as a text. */
export function complete(of: Completion['of']): string {
	const commands = listCompleted();
	switch (of) {
		case 'bash': {
			return writeBash(commands, ownTargets());
		}

		case 'zsh': {
			return writeZsh(commands, ownTargets());
		}

		case 'fish': {
			return writeFish(commands, ownTargets());
		}

		case 'man': {
			return writeMan();
		}
	}
}

/** Those whose names no shell takes for anything else. */
function ownTargets(): readonly string[] {
	return Object.keys(readSettings(process.env).settings.targets ?? {}).filter(
		(name) => /^[\w.\-]+$/v.test(name),
	);
}
