import {rmSync} from 'node:fs';
import {mkdtemp, open} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {runProgram} from '../../terminal/run-program.ts';
import {type Terminal} from '../../terminal/terminal.ts';
import {type TakenBatches} from '../../ui/take/taken-entries.ts';
import {createPlainFormat, writeEntries} from './save-entries.ts';

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
