import {appendFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createEntrySource} from '../corpus.ts';

/** The rows that deplog shows of the feed's entries, in a file, for other programs to show. */
export type LogFile = Disposable & {
	readonly path: string;
	readonly append: (count: number) => void;
};

export function createLogFile(count: number): LogFile {
	const folder = mkdtempSync(path.join(tmpdir(), 'deplog-benchmark-'));
	const file = path.join(folder, 'entries.log');
	const next = createEntrySource();
	const append = (rowCount: number) => {
		const text = Array.from({length: rowCount}, () => {
			const {time, level, region, message} = next(Date.now() * 1000);
			const clock = new Date(time / 1000).toISOString().slice(11, 23);
			return ` ${clock} ${level.charAt(0).toUpperCase()} ${region.replace('gcp-', '').padEnd(15)}  ${message}`;
		});
		appendFileSync(file, text.join(''));
	};

	append(count);
	return {
		path: file,
		append,
		[Symbol.dispose]() {
			rmSync(folder, {recursive: true});
		},
	};
}
