import {rankOf} from '../../../log/level.ts';
import {goesOn} from '../lines/goes-on.ts';
import {type ReadEntry} from '../lines/read-entry.ts';
import {readLevel} from '../lines/text-level.ts';

/** A record to which further lines may belong. */
export type OpenRecord = {
	entry: ReadEntry;
	readonly lines: string[];
	readonly start: RecordStart;
	blankCount: number;
};

/** Where a record begins, and what there was before it. */
type RecordStart = {
	readonly offset: number;
	readonly lineCount: number;
	readonly oddCount: number;
};

/** Lines of a record that never ends. */
const mostLines = 10_000;
const infoRank = rankOf('info');

/** Whether a line that says nothing by itself belongs to a record. */
export function canGoOn(line: string, {lines, entry}: OpenRecord): boolean {
	return (
		entry.part === undefined &&
		lines.length < mostLines &&
		goesOn(line, {
			lines,
			isHead: entry.time !== undefined || rankOf(entry.level) < infoRank,
		})
	);
}

/** Adds a line to a record. */
export function goOn(open: OpenRecord, line: string) {
	for (; open.blankCount > 0; open.blankCount--) {
		open.lines.push('');
	}

	open.lines.push(line);
	if (open.entry.level === '') {
		const {level} = readLevel(line);
		open.entry = {...open.entry, level};
	}
}

/** Whether a line that was printed goes on with the one before it. */
export function isPartOf(
	{part, region, message}: ReadEntry,
	{entry, lines}: OpenRecord,
): boolean {
	return (
		part !== undefined &&
		entry.part !== undefined &&
		entry.region === region &&
		lines.length < mostLines &&
		(entry.part === 'is-cut' ||
			(part !== 'begins' && goesOn(message, {lines, isHead: false})))
	);
}

/** Adds a line that was printed, or a part of it. */
export function goOnWithPart(open: OpenRecord, {part, message}: ReadEntry) {
	const {entry, lines} = open;
	if (entry.part === 'is-cut') {
		lines.push(`${lines.pop() ?? ''}${message}`);
	} else {
		goOn(open, message);
	}

	open.entry = {...open.entry, part};
}
