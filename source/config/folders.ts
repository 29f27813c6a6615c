import {homedir} from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** The folder in which deplog keeps files of its own; nothing where the user has no home, as in some containers. A path that is not absolute counts as not set, as the XDG specification has it. */
export function userFolder(
	kind: Kind,
	environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
	const folder = environment[kind] ?? '';
	if (path.isAbsolute(folder)) {
		return path.join(folder, 'deplog');
	}

	const home = homeFolder();
	return home === undefined
		? undefined
		: path.join(home, ...foldersBelow(kind), 'deplog');
}

type Kind = 'XDG_CONFIG_HOME' | 'XDG_STATE_HOME' | 'XDG_CACHE_HOME';

let isGone = false;

/** Where it is below the user's home, unless the variable says so. */
function foldersBelow(kind: Kind): readonly string[] {
	switch (kind) {
		case 'XDG_CONFIG_HOME': {
			return ['.config'];
		}

		case 'XDG_STATE_HOME': {
			return ['.local', 'state'];
		}

		case 'XDG_CACHE_HOME': {
			return ['.cache'];
		}
	}
}

/** Nothing where neither `HOME` nor the system's list of users tells one. */
export function homeFolder(): string | undefined {
	try {
		const home = homedir();
		return path.isAbsolute(home) ? home : undefined;
	} catch {
		return undefined;
	}
}

/** Leaves a working folder that was deleted: Node starts no thread in one. */
export function leaveGoneFolder(): void {
	try {
		process.cwd();
	} catch {
		isGone = true;
		process.chdir('/');
	}
}

/** Whether the folder that deplog was started in was there. */
export function hasWorkingFolder(): boolean {
	return !isGone;
}
