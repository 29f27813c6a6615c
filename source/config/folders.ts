import {homedir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import module from 'node:module';

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

/** What is loaded from now on is kept compiled for the next start, a tenth of which is compiling, where Node can do that: from 22.1 on. Where nothing can be written, nothing is kept, and nothing is said. */
export function keepCompiled(
	environment: Readonly<Record<string, string | undefined>>,
): void {
	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- The types are those of Node 20.
	const {enableCompileCache} = module as {
		readonly enableCompileCache?: (folder: string) => unknown;
	};
	const folder = userFolder('XDG_CACHE_HOME', environment);
	if (folder !== undefined) {
		enableCompileCache?.(folder);
	}
}
