import {type Entry} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {type Interner} from './interner.ts';
import {type Marks, type RunMarks, sourceNumber} from './segment.ts';

/** What came with the entries of one answer. */
export type Origin = {
	/** The live connection that sent them, counted from 1; 0 for a page of the past. */
	readonly source: number;
	/** The text for which the server was asked. */
	readonly text: string;
};

/** What gives names numbers, and counts the entries of each region. */
type Names = {
	readonly levels: Interner;
	readonly regions: Interner;
	readonly texts: Interner;
	readonly regionCounts: number[];
};

/** What is stored of an entry that is taken in. */
export function marksOf(
	entry: Entry,
	origin: Origin,
	{levels, regions, texts, regionCounts}: Names,
): Marks {
	const region = regions.index(entry.region);
	regionCounts[region] = (regionCounts[region] ?? 0) + 1;
	return {
		level: levels.index(entry.level),
		region,
		text: texts.index(origin.text),
		source: sourceNumber(origin.source),
	};
}

/** What is stored of the entries [from, to) that are taken in. */
export function marksOfRun(
	entries: EntryColumns,
	[from, to]: readonly [from: number, to: number],
	origin: Origin,
	{levels, regions, texts, regionCounts}: Names,
): RunMarks {
	const levelMarks: number[] = [];
	const regionMarks: number[] = [];
	for (let index = from; index < to; index++) {
		const level = entries.levels[index] ?? 0;
		levelMarks[level] ??= levels.index(entries.levelNames.name(level));
		const region = entries.regions[index] ?? 0;
		regionMarks[region] ??= regions.index(entries.regionNames.name(region));
		const mark = regionMarks[region];
		regionCounts[mark] = (regionCounts[mark] ?? 0) + 1;
	}

	return {
		levels: levelMarks,
		regions: regionMarks,
		text: texts.index(origin.text),
		source: sourceNumber(origin.source),
	};
}
