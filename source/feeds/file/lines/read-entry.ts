import {type Micros} from '../../../log/entry.ts';
import {type TimeSpan} from '../../../log/time-range.ts';
import {type ByteReader} from './line-bytes.ts';

/** What one line of a file, or a record of several, holds of an entry. */
export type ReadEntry = {
	/** Absent where it has none that can be read. */
	readonly time?: Micros;
	/** The file's own text of the time, where the time alone does not give it back. */
	readonly timeText?: string;
	readonly level: string;
	readonly message: string;
	readonly region: string;
	readonly trace?: string;
	readonly span?: string;
	readonly deployment?: string;
	/** It is as the API sends it: its region is one. */
	readonly isApi?: boolean;
	/** It is a line of what was printed, of which each line is told by itself: it `begins` a record, or `may-go-on` with the one before; or it `is-cut`, and the next part is of the same line. */
	readonly part?: 'begins' | 'may-go-on' | 'is-cut';
};

/** A line of a recording that says what it lacks. */
export type FileGap = TimeSpan & {readonly why: string};

/** One way in which programs write logs. */
export type LineFormat = {
	/** As the title says it. */
	readonly name: string;
	/** Whether its lines are JSON: they are whole, and are printed as they are. */
	readonly isJson: boolean;
	/** What a line holds, more than one entry where it tells of several; nothing where it does not fit. */
	readonly read: (line: string) => readonly ReadEntry[] | undefined;
	/** Reads lines like those that were read before, a fraction of the work. */
	readonly bytes?: ByteReader;
	/** It reads each line, so that whether one goes on with the record before it is to be asked first. */
	readonly takesAll?: true;
	/** What a line says is missing, if it says so. */
	readonly readGap?: (line: string) => FileGap | undefined;
	/** A further line of a record as it was before the format indented it. */
	readonly further?: (line: string) => string;
	/** What all parts of a record tell together. */
	readonly readParts?: (entry: ReadEntry) => ReadEntry;
};

/** What the file does not say itself of its times. */
export type TimeContext = {
	/** In which times without a zone are meant: `local`, `utc` or an IANA name. */
	readonly timeZone: string;
	/** When the file was written last: dates without a year are not later. */
	readonly writtenAt: Micros;
};
