/**
Loads the scripts that the program is built into. What the engine makes of one is kept below the user's folder for such files, so that compiling, a quarter of a start, is done once. Where nothing can be written, nothing is kept, and nothing is said.

Only the built program is loaded so: the build puts this in place of the imports of its main files.
*/
import {Buffer} from 'node:buffer';
import {
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import process from 'node:process';
import {Script} from 'node:vm';
import {unboundFlags} from './commands/bound-engine.ts';
import {userFolder} from './config/folders.ts';

/** Tells one build from another; the build says it. */
declare const buildId: string;

/** In letters: names of files may have 255. */
const longestPlace = 200;

/** What a script is: a function, since a script itself can wait for nothing, and imports nothing. */
type Run = (
	load: typeof loadScript,
	meta: {readonly url: string},
	require: typeof requireBuiltin,
) => Promise<unknown>;

/** The engine keeps with what it compiled where that came from, which a stack trace tells. */
const thisBuild = `${buildId}${encodeURIComponent(import.meta.dirname).slice(-longestPlace)}`;
const requireBuiltin = createRequire(import.meta.url);
const loaded = new Map<string, Promise<unknown>>();
/** Those that were not kept. */
const fresh = new Map<string, Script>();
const folder = findFolder();

/** Runs a script once, by its name; the result is what it exports. */
export async function loadScript(name: string): Promise<unknown> {
	const known = loaded.get(name);
	if (known !== undefined) {
		return known;
	}

	const exported = run(name);
	loaded.set(name, exported);
	return exported;
}

async function run(name: string): Promise<unknown> {
	const {href} = new URL(name, import.meta.url);
	const kept = readKept(name);
	const script = new Script(
		// The build writes nothing beyond it, and each character is held in one byte.
		readFileSync(path.join(import.meta.dirname, name), 'latin1'),
		{filename: href, ...(kept !== undefined && {cachedData: kept})},
	);
	if (kept === undefined && folder !== undefined) {
		if (fresh.size === 0) {
			process.once('exit', keep);
		}

		fresh.set(name, script);
	}

	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- The build makes each such a function.
	const start = script.runInThisContext() as Run;
	return start(loadScript, {url: href}, requireBuiltin);
}

/** Where compiled scripts are kept; nothing where somebody else could have written what is in it, as where deplog runs as root in a user's home. */
function findFolder(): string | undefined {
	const own = userFolder('XDG_CACHE_HOME', process.env);
	if (own === undefined || process.env['NODE_DISABLE_COMPILE_CACHE']) {
		return undefined;
	}

	const found = path.join(
		own,
		`scripts-${process.version}-${process.arch}`,
		thisBuild,
	);
	return [0, process.getuid?.()].includes(ownerOf(found)) ? found : undefined;
}

/** Of the folder, or of the one in which it can be made. */
function ownerOf(folder: string): number | undefined {
	try {
		return (
			statSync(folder, {throwIfNoEntry: false})?.uid ??
			ownerOf(path.dirname(folder))
		);
	} catch {
		// There is a file in its way.
		return undefined;
	}
}

/** The engine looks only at the beginning of what it is given, and breaks where the rest is damaged: it is kept twice, since to compare is quicker than to load what sums up. */
function readKept(name: string): Uint8Array | undefined {
	if (folder === undefined) {
		return undefined;
	}

	try {
		const bytes = readFileSync(path.join(folder, name));
		const compiled = bytes.subarray(0, bytes.length / 2);
		return compiled.equals(bytes.subarray(bytes.length / 2))
			? compiled
			: undefined;
	} catch {
		return undefined;
	}
}

/** Keeps what was compiled until now, which is what a start needs and more. */
function keep(exitCode: number): void {
	if (exitCode !== 0 || folder === undefined) {
		return;
	}

	try {
		const {setFlagsFromString} = process.getBuiltinModule('node:v8');
		for (const flag of unboundFlags) {
			setFlagsFromString(flag);
		}

		mkdirSync(folder, {recursive: true, mode: 0o700});
		for (const [name, script] of fresh) {
			write(path.join(folder, name), script.createCachedData());
		}

		forgetOtherBuilds(path.dirname(folder));
	} catch {
		// Then the next start compiles again.
	}
}

/** Not those of the last day: whoever uses two in turns would compile each at each start. */
function forgetOtherBuilds(parent: string): void {
	for (const build of readdirSync(parent)) {
		const other = path.join(parent, build);
		if (
			build !== thisBuild &&
			statSync(other).mtimeMs < Date.now() - dayLength
		) {
			rmSync(other, {recursive: true, force: true});
		}
	}
}

const dayLength = 24 * 60 * 60 * 1000;

function write(file: string, compiled: Uint8Array): void {
	const own = `${file}.${process.pid}`;
	try {
		writeFileSync(own, Buffer.concat([compiled, compiled]), {mode: 0o600});
		renameSync(own, file);
	} catch (error) {
		rmSync(own, {force: true});
		throw error;
	}
}
