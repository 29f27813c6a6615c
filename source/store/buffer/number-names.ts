import {type Entry} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {type Interner} from './interner.ts';
import {
	type NameNumbers,
	type RunNameNumbers,
	sourceNumber,
} from './segment.ts';

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

/** Gives the names of an entry that is taken in their numbers, which are stored in their place. */
export function numberNames(
	entry: Entry,
	origin: Origin,
	{levels, regions, texts, regionCounts}: Names,
): NameNumbers {
	const region = regions.index(entry.region);
	regionCounts[region] = (regionCounts[region] ?? 0) + 1;
	return {
		level: levels.index(entry.level),
		region,
		text: texts.index(origin.text),
		source: sourceNumber(origin.source),
	};
}

/** The same for the entries [from, to), name by name and not entry by entry. */
export function numberNamesOfRun(
	entries: EntryColumns,
	[from, to]: readonly [from: number, to: number],
	origin: Origin,
	{levels, regions, texts, regionCounts}: Names,
): RunNameNumbers {
	const levelNumbers: number[] = [];
	const regionNumbers: number[] = [];
	for (let index = from; index < to; index++) {
		const level = entries.levels[index] ?? 0;
		levelNumbers[level] ??= levels.index(entries.levelNames.name(level));
		const region = entries.regions[index] ?? 0;
		regionNumbers[region] ??= regions.index(entries.regionNames.name(region));
		const number = regionNumbers[region];
		regionCounts[number] = (regionCounts[number] ?? 0) + 1;
	}

	return {
		levels: levelNumbers,
		regions: regionNumbers,
		text: texts.index(origin.text),
		source: sourceNumber(origin.source),
	};
}
