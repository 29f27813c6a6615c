import {type Entry} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {
	type NameNumbers,
	type RunNameNumbers,
	sourceNumber,
} from './segment.ts';

/**
Gives each distinct name a small number, in the order in which they come.

There is room for `limit` names, and for so many characters of them, so that a hostile server cannot make it grow. The names beyond are told as one number: `overflow`, or that of the name that `standIn` gives, `other` unless told.
*/
export class Interner {
	readonly names: string[] = [];
	readonly #indexes = new Map<string, number>();
	readonly #limit: number;
	readonly #overflow: number | undefined;
	readonly #standIn: (name: string) => string;
	#text = 0;
	#isFull = false;
	/** Mostly the same name comes again. */
	#lastName = '';
	#lastIndex = -1;

	constructor(
		limit: number,
		{
			first = [],
			overflow,
			standIn = () => otherName,
		}: {
			readonly first?: readonly string[];
			readonly overflow?: number;
			readonly standIn?: (name: string) => string;
		} = {},
	) {
		this.#limit = limit;
		this.#overflow = overflow;
		this.#standIn = standIn;
		for (const name of first) {
			this.index(name);
		}
	}

	index(name: string): number {
		if (this.#lastIndex === -1 || this.#lastName !== name) {
			this.#lastIndex = this.#indexes.get(name) ?? this.#add(name);
			this.#lastName = name;
		}

		return this.#lastIndex;
	}

	/** The number of a name that has come. */
	indexOf(name: string): number | undefined {
		return this.#indexes.get(name);
	}

	name(index: number): string {
		return this.names[index] ?? '';
	}

	/** The name under which a name is held, or will be. */
	heldName(name: string): string {
		return this.#isFull ? this.name(this.index(name)) : name;
	}

	#add(name: string): number {
		// One number is kept for all names beyond.
		const room = this.#limit - (this.#overflow === undefined ? 1 : 0);
		this.#isFull ||=
			this.names.length >= room || this.#text + name.length > mostText;
		return this.#isFull ? this.#indexBeyond(name) : this.#push(name);
	}

	#indexBeyond(name: string): number {
		if (this.#overflow !== undefined) {
			return this.#overflow;
		}

		return (
			this.#indexes.get(this.#standIn(name)) ??
			this.#indexes.get(otherName) ??
			this.#push(otherName)
		);
	}

	#push(name: string): number {
		this.#text += name.length;
		this.#indexes.set(name, this.names.length);
		return this.names.push(name) - 1;
	}
}

/** What all names are called for which there is no room. */
export const otherName = 'other';

/** In characters: a hostile server sends names of any length. */
const mostText = 1_048_576;

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
