import {homedir} from 'node:os';
import path from 'node:path';

/** The folder in which deplog keeps files of its own. A path that is not absolute counts as not set, as the XDG specification has it. */
export function userFolder(
	kind: 'XDG_STATE_HOME' | 'XDG_CACHE_HOME',
	environment: Readonly<Record<string, string | undefined>>,
): string {
	const folder = environment[kind] ?? '';
	const below = kind === 'XDG_STATE_HOME' ? ['.local', 'state'] : ['.cache'];
	return path.join(
		path.isAbsolute(folder) ? folder : path.join(homedir(), ...below),
		'deplog',
	);
}
