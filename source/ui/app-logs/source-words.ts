import {type LogSource} from '../../log/log-source.ts';
import {counted, safe} from '../look/words.ts';

/** In which format files are read, and how many lines did not fit it: `pino, 3 lines as text`. */
export function sourceWords(source: LogSource | undefined): string {
	const formats = new Set(
		source?.files.map(({format}) => format).filter(Boolean),
	);
	let oddCount = 0;
	for (const file of source?.files ?? []) {
		oddCount += file.oddCount;
	}

	return [
		...[...formats].map((format) => safe(format)),
		...(oddCount === 0
			? []
			: [
					`${counted(oddCount, 'line', 'lines')} did not fit${formats.size > 1 ? ' theirs' : ''}`,
				]),
	].join(', ');
}
