import path from 'node:path';
import process from 'node:process';
import {rmSync} from 'node:fs';
import {mkdtemp, open} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {
	homeFolder,
	userFolder,
	hasWorkingFolder,
} from '../../config/folders.ts';
import {type BuildEntry, type Entry, entryJson} from '../../log/entry.ts';
import {sanitize} from '../../text/sanitize.ts';
import {
	createBuildLineFormat,
	createTextFormat,
} from '../../print/text-format.ts';
import {type Saved, type TakenBatches} from '../../ui/take/contents.ts';
import {errorCode} from '../../base/error-code.ts';
import {runProgram} from '../../terminal/run-program.ts';
import {type Terminal} from '../../terminal/terminal.ts';
import {type WritePart} from './fresh-file.ts';
import {unfinished, writeFileWhole} from './write-file.ts';
import {UnwritableError} from './write-to-pipe.ts';

/** Writes entries to a file, which is the user's alone where it is new: as text where the name ends so, else one JSON object a line. What goes wrong is said in a sentence. */
export async function saveEntries(
	name: string,
	batches: TakenBatches,
	{
		timeZone,
		mayReplace,
		stateFolder = userFolder('XDG_STATE_HOME', process.env),
	}: {
		readonly timeZone: string;
		readonly mayReplace: boolean;
		readonly stateFolder?: string | undefined;
	},
): Promise<Saved> {
	const file = resolvePath(name);
	let count = 0;
	try {
		const isWritten = await writeFileWhole(
			file,
			async (writePart) => {
				count = await writeEntries(
					writePart,
					batches,
					formatOf(file, timeZone),
				);
			},
			{mayReplace, stateFolder},
		);
		return isWritten
			? {kind: 'saved', path: file, count}
			: {kind: 'exists', path: file};
	} catch (error) {
		throw error instanceof UnwritableError
			? error
			: new UnwritableError(sentence(file, error), {cause: error});
	}
}

/** What is to be said, safe to show, where deplog ends now: nothing, or which files will not be there. */
export function unsavedWords(): string {
	return [...unfinished]
		.map((file) =>
			sanitize(`${file} was not saved: deplog ended before it was written.`, {
				hasColors: false,
			}),
		)
		.map((words) => `${words}\n`)
		.join('');
}

function resolvePath(name: string): string {
	const typed = name.trim();
	const isInHome = /^~(?:\/|$)/v.test(typed);
	const home = isInHome ? homeFolder() : undefined;
	if (isInHome && home === undefined) {
		throw new UnwritableError(
			'You have no home folder here. Name a file by its whole path.',
		);
	}

	if (typed.endsWith('/')) {
		throw new UnwritableError(`${typed} names a folder. Name a file in it.`);
	}

	const named = typed.replace(/^~(?=\/|$)/v, () => home ?? '');
	if (!path.isAbsolute(named) && !hasWorkingFolder()) {
		throw new UnwritableError(
			'The folder that deplog was started in is gone. Name a file by its whole path.',
		);
	}

	return path.resolve(named);
}

/** The result is how many entries were written. */
async function writeEntries(
	writePart: WritePart,
	batches: TakenBatches,
	format: LineFormat,
): Promise<number> {
	let count = 0;
	for (const batch of batches) {
		// eslint-disable-next-line no-await-in-loop -- One after the other, and keys have their turn between them.
		await writePart(batch.map((entry) => format(entry)).join(''));
		count += batch.length;
	}

	return count;
}

type LineFormat = (entry: Entry | BuildEntry) => string;

function formatOf(file: string, timeZone: string): LineFormat {
	return /\.(?:txt|text|log)$/iv.test(file)
		? createPlainFormat(timeZone)
		: (entry) =>
				`${'region' in entry ? entryJson(entry) : JSON.stringify(entry)}\n`;
}

/** As text; lines of the build log have neither time nor region. */
function createPlainFormat(timeZone: string): LineFormat {
	const format = createTextFormat({timeZone, hasColors: false});
	const formatBuild = createBuildLineFormat({hasColors: false});
	return (entry) => ('region' in entry ? format(entry) : formatBuild(entry));
}

function sentence(file: string, error: unknown): string {
	const code = errorCode(error) ?? 'no reason was given';
	const reason = reasons.get(code);
	return reason === undefined
		? `${file} could not be written (${code}). Name another file.`
		: reason(file);
}

const reasons = new Map<string, (file: string) => string>([
	['ENOENT', (file) => `The folder of ${file} is not there.`],
	['ENOTDIR', (file) => `What should be the folder of ${file} is a file.`],
	['ELOOP', (file) => `${file} is a link that leads round in a circle.`],
	['ENAMETOOLONG', () => 'The name of the file is too long.'],
	['EISDIR', (file) => `${file} is a folder. Name a file in it.`],
	['EACCES', (file) => `You may not write ${file}. Name another file.`],
	['EPERM', (file) => `You may not write ${file}. Name another file.`],
	[
		'EROFS',
		(file) => `Nothing can be written where ${file} is. Name another file.`,
	],
	[
		'ENOSPC',
		(file) => `There is no room left for ${file}. Name a file elsewhere.`,
	],
	['EDQUOT', (file) => `Your quota leaves no room for ${file}.`],
	['EFBIG', (file) => `${file} would be larger than a file may be.`],
]);

/** Opens entries as text in `$PAGER`, else `$EDITOR`, else less; the file is the user's alone, and is gone when that is closed, or deplog ends. */
export async function openEntries(
	batches: TakenBatches,
	{lend}: Pick<Terminal, 'lend'>,
	timeZone: string,
): Promise<void> {
	const folder = await mkdtemp(path.join(tmpdir(), 'deplog-'));
	const remove = () => {
		rmSync(folder, {recursive: true, force: true});
	};

	process.on('exit', remove);
	try {
		const file = path.join(folder, 'entries.log');
		const handle = await open(file, 'wx', 0o600);
		try {
			const format = createPlainFormat(timeZone);
			await writeEntries(
				async (part) => handle.writeFile(part),
				batches,
				format,
			);
		} finally {
			await handle.close();
		}

		await lend(async (errorDescriptor) =>
			runProgram(readerOf(process.env), file, errorDescriptor),
		);
	} finally {
		process.off('exit', remove);
		remove();
	}
}

/** A variable that is empty counts as not set. */
function readerOf(
	environment: Readonly<Record<string, string | undefined>>,
): string {
	return (
		['PAGER', 'EDITOR']
			.map((name) => environment[name]?.trim() ?? '')
			.find((command) => command !== '') ?? 'less'
	);
}
