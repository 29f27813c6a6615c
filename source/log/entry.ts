import {type Micros, formatTime} from './wall-time.ts';
import {readTime} from './wire-time.ts';

/** One log record of a deployment. */
export type Entry = {
	readonly time: Micros;
	/** The server's own text of the time, kept only where `time` alone does not give it back; empty where the server sent none. */
	readonly timeText?: string | undefined;
	/** As it came on the wire; an unknown level is kept as it is. */
	readonly level: string;
	/** As the program printed it: may hold newlines and any control character. */
	readonly message: string;
	/** As it came on the wire, such as `gcp-us-east4`; empty where the server sent none. */
	readonly region: string;
	/** The request during which it was logged, as the server names it; absent where it names none. */
	readonly trace?: string | undefined;
	/** The part of that request. */
	readonly span?: string | undefined;
	/** What was deployed when it was logged; absent where that is what was asked for, or it is not told. */
	readonly deployment?: string | undefined;
};

/** As version 2 of the API names them. */
const idMembers = {
	trace: 'trace_id',
	span: 'span_id',
	deployment: 'revision_id',
} as const;

export type {Micros} from './wall-time.ts';

/** Whether an entry stands at the time that it came with. Else that time could not be read or cannot be, the entry stands at its place of arrival, and is shown with a mark that says so. */
export function hasOwnTime(entry: Pick<Entry, 'time' | 'timeText'>): boolean {
	const {timeText} = entry;
	return timeText === undefined || readTime(timeText) === entry.time;
}

/** Whether the time that an entry came with can be read and cannot be: the entry was put elsewhere. */
export function isStray(entry: Pick<Entry, 'time' | 'timeText'>): boolean {
	return !hasOwnTime(entry) && readTime(entry.timeText ?? '') !== undefined;
}

/** What past logs give of a stray once the time has come that it came with; nothing where it never will. */
export function atClaimedTime({
	time,
	timeText,
	level,
	message,
	region,
}: Entry): Entry | undefined {
	const claimed = timeText === undefined ? undefined : readTime(timeText);
	return claimed === undefined || claimed <= time
		? undefined
		: {time: claimed, level, message, region};
}

/** The entries of one chunk of the wire, in the order in which they came. */
export type EntryBatch<Entries extends Iterable<Entry> = Iterable<Entry>> = {
	readonly entries: Entries;
	/** The server's own line of an entry, without its newline, byte for byte. */
	readonly rawLine: (index: number) => Uint8Array;
	/** The same of several entries, from one up to another, in blocks of whole lines with their newlines. */
	readonly rawLines?: (from: number, to: number) => readonly Uint8Array[];
	/** The same entries, made only when they are asked for. */
	readonly list?: EntryList;
	/** How many lines of the chunk were no entries and were left out. */
	readonly malformedCount: number;
	/** How many of the entries came without a time that can be read. */
	readonly untimedCount?: number;
	/** What the server said had gone wrong, in the place of an entry: the answer is not whole. */
	readonly failure?: Error;
};

/** Entries of which one is made when it is asked for; all but its message is known before. */
export type EntryList = {
	readonly length: number;
	readonly time: (index: number) => Micros;
	readonly timeText: (index: number) => string | undefined;
	readonly level: (index: number) => string;
	readonly region: (index: number) => string;
	/** Copies a message that is one line of printable ASCII, without a newline at its end, and returns up to where; nothing where it is another, or does not leave room for a byte behind it. */
	readonly copyPlain: (
		index: number,
		target: Uint8Array,
		at: number,
	) => number | undefined;
	/** Nothing where there is none. */
	readonly at: (index: number) => Entry | undefined;
};

/** One line of a build log. V1 gives it neither a time nor a step. */
export type BuildEntry = {
	readonly level: string;
	readonly message: string;
	readonly time?: Micros | undefined;
	/** The stage of the build that printed it. */
	readonly step?: string | undefined;
};

/** The identity by which two copies of an entry are matched where two streams meet: entries have no id on the wire. */
export function contentKey(entry: Entry): string {
	return `${contentHead(entry)}${entry.message}`;
}

/** By which an entry is known that is unfolded: its beginning will do, and is there whatever was read of its message. */
export function foldKey(entry: Entry): string {
	return `${contentHead(entry)}${entry.message.slice(0, foldKeyLength)}`;
}

export const foldKeyLength = 1024;

/** Whether two entries are copies of each other; long messages are read only where all else is the same. */
export function isSameContent(a: Entry, b: Entry): boolean {
	return contentHead(a) === contentHead(b) && a.message === b.message;
}

/** What stands before the message in the identity of an entry. */
export function contentHead(entry: Entry): string {
	// A time that was made up here says where the entry stood, not which it is.
	const time = hasOwnTime(entry) ? entry.time : '';
	return `${time}\u0000${entry.timeText ?? ''}\u0000${entry.level}\u0000${entry.region}\u0000`;
}

/** An entry with the server's fields on one line, of which no byte drives a terminal. */
export function entryJson({
	time,
	timeText,
	level,
	message,
	region,
	trace,
	span,
	deployment,
}: Entry): string {
	return safeJson({
		time: timeText ?? formatTime(time),
		level,
		message,
		region,
		...(trace !== undefined && {[idMembers.trace]: trace}),
		...(span !== undefined && {[idMembers.span]: span}),
		...(deployment !== undefined && {[idMembers.deployment]: deployment}),
	});
}

/** JSON on one line, of which no byte drives a terminal. */
export function safeJson(value: Readonly<Record<string, string>>): string {
	return JSON.stringify(value).replaceAll(
		// Those that JSON does not escape.
		/[\u007F-\u009F]/gv,
		(control) => {
			const code = control.codePointAt(0) ?? 0;
			return String.raw`\u00${code.toString(16)}`;
		},
	);
}
