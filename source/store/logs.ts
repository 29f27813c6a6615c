import {type Entry, type Micros} from '../log/entry.ts';
import {type FeedTraits, type LogSource} from '../log/feed-traits.ts';
import {type Query} from '../log/query.ts';
import {type Timeline} from '../timeline/timeline.ts';
import {type UntimedEntries} from '../timeline/untimed.ts';
import {type EntryId, type LogBuffer} from './buffer/log-buffer.ts';
import {type MessageHead} from './buffer/message-head.ts';
import {type Histogram} from './view/histogram.ts';
import {type Bookmark} from './bookmark.ts';
import {type Trail} from './trail.ts';
import {type View} from './view/view.ts';

/** The app logs of one deployment: what is held of them, what is known of them, and what the reader looks at. */
export type Logs = Timeline & {
	/** What the feed is and can do. */
	readonly traits: FeedTraits;
	readonly buffer: LogBuffer;
	/** The files that are read; absent for an API. */
	readonly source?: LogSource;
	/** What is held and has no time of its own; changes in place. */
	readonly untimed: UntimedEntries;
	/** The loaded entries that are shown. */
	readonly view: View;
	/** The loaded entries that match `query`: the same view, unless everything around them is shown too. */
	readonly matches: View;
	/** How `matches` are spread over time. */
	readonly histogram: Histogram;
	/** What is shown. */
	readonly query: Query;
	/** What the server was asked: follows `query` as soon as the keys rest. */
	readonly asked: Query;
	/** Earlier queries and later ones, each with where the reader was. */
	readonly back: readonly Visit[];
	readonly forward: readonly Visit[];
	readonly selection: Selection;
	/** The deploys that have led here: the list begins with their rules. */
	readonly trail: Trail;
	readonly marks: readonly Bookmark[];
	/** Where a range of entries was begun that goes to the selected one. */
	readonly rangeFrom?: Bookmark;
	/** The newest entry that the reader has seen since the end was left; absent while it is followed. */
	readonly seen?: {readonly id: EntryId; readonly time: Micros};
	/** The row of the list, from 0, on which the selected entry begins; negative when that is above the list. */
	readonly selectedRow: number;
	readonly measures: Measures;
	/** How entries are laid out that may take several rows; absent while each takes one. */
	readonly rowLook?: RowLook;
	/** In which zone the reader's days begin; absent while times are told without days. */
	readonly dayZone?: string;
	/** The zone that times are told in, as far as they are. */
	readonly zone: string;
	/** Rows of the list. */
	readonly height: number;
	/** How far back has been looked for the page that is under way. */
	readonly reached?: Micros;
	/** A key has stopped the loading of a past range to its end, or a search. */
	readonly isPagingStopped: boolean;
	readonly malformedCount: number;
	readonly rate: Rate;
	/** At most so many entries are held. */
	readonly limit: number;
	/** At most so many bytes of memory are held for them, but for the last segments. */
	readonly byteLimit: number;
};

/** What the store does not know by itself, as it measures no text and has no calendar: it is told once, when the state is made. */
export type Measures = {
	/** How many rows a message takes. */
	readonly countRows: (
		message: string,
		look: Omit<RowLook, 'unfolded'> &
			Pick<MessageHead, 'unreadLines'> & {readonly isUnfolded: boolean},
	) => number;
	/** When the day began, in a zone, that an instant is in. */
	readonly startOfDay: (time: Micros, zone: string) => Micros;
	/** How far a zone is ahead of UTC at an instant. */
	readonly offsetAt: (time: Micros, zone: string) => Micros;
};

/** More of one entry than so many rows is for its detail view. */
export const mostRowsOfEntry = 500;

/** So many characters of a message are all that these may show something of. */
export function charactersOfRows(width: number): number {
	return width * mostRowsOfEntry + 1;
}

/** How many rows a message takes follows from this alone. */
export type RowLook = {
	/** The cells that a row has for the message. */
	readonly width: number;
	readonly isWrapped: boolean;
	/** The content of the entries all lines of which are shown. */
	readonly unfolded: ReadonlySet<string>;
};

/** A query, and where the reader was in it when another one took its place. */
export type Visit = {
	readonly query: Query;
	readonly selection: Selection;
	readonly selectedRow: number;
};

/** Which entry the keys act on, in a way that survives what lands, is evicted or is filtered out. */
export type Selection =
	/** The newest one, whichever that is: following. */
	| {readonly kind: 'newest'}
	/** The first one of the list, whichever that is. */
	| {readonly kind: 'first'}
	| {readonly kind: 'entry'; readonly id: EntryId; readonly time: Micros}
	/** One that may not be loaded yet; once it is, it is known by its id. */
	| {readonly kind: 'awaited'; readonly entry: Entry}
	/** The rule before the entries at `time`. */
	| {readonly kind: 'rule'; readonly time: Micros}
	/** Whatever stands at an instant. */
	| {readonly kind: 'instant'; readonly time: Micros};

/** How fast entries arrive, counted in whole seconds of our clock. */
type Rate = {
	readonly second: number;
	readonly counts: readonly number[];
	/** Time of the last arrival, by our clock, once nothing has come for a while. */
	readonly quietSince?: Micros;
};

const windowSeconds = 5;
const second: Micros = 1_000_000;

export const noRate: Rate = {second: 0, counts: []};

/** Adds entries that have just arrived. */
export function countArrived(rate: Rate, count: number, at: Micros): Rate {
	const now = Math.floor(at / second);
	if (rate.counts.length === 0) {
		return {second: now, counts: [count]};
	}

	const passed = Math.min(now - rate.second, windowSeconds);
	const counts =
		passed > 0
			? [...rate.counts, ...Array.from({length: passed}, () => 0)].slice(
					-windowSeconds,
				)
			: [...rate.counts];
	counts.push((counts.pop() ?? 0) + count);
	return {second: Math.max(now, rate.second), counts};
}

/** Entries a second over the last whole seconds, or over the current one when there is no other. */
export function perSecond({counts}: Rate): number {
	const whole = counts.slice(0, -1);
	return whole.length === 0
		? (counts[0] ?? 0)
		: whole.reduce((sum, count) => sum + count, 0) / whole.length;
}
