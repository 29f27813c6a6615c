import {type FileHandle, open} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {type Entry} from '../../log/entry.ts';
import {entryJson} from '../../log/entry-json.ts';
import {createTextFormat} from '../../print/text-format.ts';
import {type Saved} from '../../ui/take/outside.ts';

/** Writes entries to a file that is the user's alone: as text where the name ends so, else one JSON object a line. What goes wrong is said in a sentence. */
export async function saveEntries(
	name: string,
	batches: Iterable<readonly Entry[]>,
	{
		timeZone,
		mayReplace,
	}: {readonly timeZone: string; readonly mayReplace: boolean},
): Promise<Saved> {
	const file = path.resolve(name.trim().replace(/^~(?=\/|$)/v, homedir()));
	try {
		const handle = await open(file, mayReplace ? 'w' : 'wx', 0o600);
		try {
			await handle.chmod(0o600);
			const count = await writeEntries(
				handle,
				batches,
				formatOf(file, timeZone),
			);
			return {kind: 'saved', path: file, count};
		} finally {
			await handle.close();
		}
	} catch (error) {
		if (codeOf(error) === 'EEXIST') {
			return {kind: 'exists', path: file};
		}

		throw new Error(sentence(file, error), {cause: error});
	}
}

/** The result is how many entries were written. */
export async function writeEntries(
	handle: FileHandle,
	batches: Iterable<readonly Entry[]>,
	format: (entry: Entry) => string,
): Promise<number> {
	let count = 0;
	for (const batch of batches) {
		// eslint-disable-next-line no-await-in-loop -- One after the other, and keys have their turn between them.
		await handle.writeFile(batch.map((entry) => format(entry)).join(''));
		count += batch.length;
	}

	return count;
}

function formatOf(file: string, timeZone: string): (entry: Entry) => string {
	return /\.(?:txt|text|log)$/iv.test(file)
		? createTextFormat({timeZone, hasColors: false})
		: (entry) => `${entryJson(entry)}\n`;
}

function sentence(file: string, error: unknown): string {
	const code = codeOf(error);
	const reason = reasons.get(code);
	return reason === undefined
		? `${file} could not be written (${code}). Name another file.`
		: `${reason.replace('%', file)}`;
}

const reasons: ReadonlyMap<string, string> = new Map([
	['ENOENT', 'The folder of % is not there.'],
	['ENOTDIR', 'The folder of % is none.'],
	['EISDIR', '% is a folder. Name a file in it.'],
	['EACCES', 'You may not write %. Name another file.'],
	['EPERM', 'You may not write %. Name another file.'],
	['EROFS', 'Nothing can be written where % is. Name another file.'],
	['ENOSPC', 'There is no room left for %. It is not complete.'],
]);

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error
		? String(error.code)
		: 'no reason was given';
}
