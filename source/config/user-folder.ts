import {homedir} from 'node:os';
import path from 'node:path';

/** The folder in which deplog keeps files of its own; nothing where the user has no home, as in some containers. A path that is not absolute counts as not set, as the XDG specification has it. */
export function userFolder(
	kind: 'XDG_STATE_HOME' | 'XDG_CACHE_HOME',
	environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
	const folder = environment[kind] ?? '';
	if (path.isAbsolute(folder)) {
		return path.join(folder, 'deplog');
	}

	const home = homeFolder();
	const below = kind === 'XDG_STATE_HOME' ? ['.local', 'state'] : ['.cache'];
	return home === undefined ? undefined : path.join(home, ...below, 'deplog');
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
