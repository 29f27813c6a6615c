import module from 'node:module';
import {userFolder} from './user-folder.ts';

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
