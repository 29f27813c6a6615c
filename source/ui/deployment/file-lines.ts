import {type LogSource, type SourceFile} from '../../log/log-source.ts';
import {cut, fit} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {type Theme} from '../look/theme.ts';
import {count, counted, safe} from '../look/words.ts';

const longestName = 40;

/** A row for each file: its name, its format, how much it holds, and how many lines did not fit. */
export function fileLines(
	{files, isKnown}: LogSource,
	theme: Theme,
	{width, height}: {readonly width: number; readonly height: number},
): string[] {
	const names = Math.min(
		longestName,
		Math.max(...files.map(({name}) => widthOf(safe(name)))),
	);
	const formats = Math.max(...files.map(({format}) => widthOf(format)));
	const shown =
		files.length > height ? files.slice(0, Math.max(1, height - 1)) : files;
	const lines = shown.map((file) =>
		cut(
			[
				fit(safe(file.name), names),
				fit(file.format, formats),
				theme.paint('quiet', fit(sizeWords(file.size), sizeCells)),
				describe(file),
				...(isKnown ? [] : [theme.paint('busy', 'reading')]),
			].join('  '),
			width,
			{ellipsis: '…'},
		),
	);
	return shown.length === files.length
		? lines
		: [
				...lines,
				theme.paint('quiet', `and ${count(files.length - shown.length)} more`),
			].slice(0, height);
}

const sizeCells = 8;

function describe({lineCount, entryCount, oddCount}: SourceFile): string {
	return [
		counted(lineCount, 'line', 'lines'),
		counted(entryCount, 'entry', 'entries'),
		...(oddCount === 0 ? [] : [`${count(oddCount)} did not fit`]),
	].join(' · ');
}

/** `1.2 MB` */
function sizeWords(bytes: number): string {
	const units = ['B', 'kB', 'MB', 'GB', 'TB'];
	let value = bytes;
	let unit = 0;
	while (value >= 1000 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}

	return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}
