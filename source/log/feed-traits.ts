import {type Micros} from './entry.ts';
import {type Query} from './query.ts';
import {type TimeSpan} from './time-range.ts';

/** What a feed is and can do. All that depends on it reads it here; nothing asks which feed it is. */
export type FeedTraits = {
	/** Its name: `v1`, `v2`, `file`. */
	readonly kind: string;
	/** What the screens call things. */
	readonly words: {
		readonly deployment: string;
		readonly project: string;
	};
	/** What a deployment belongs to is asked for by the name that people know, not by an id. */
	readonly hasNamedProjects?: true;
	/** A page has at most so many entries. */
	readonly pageLimit: number;
	/** How long entries are kept; absent where that is not known, and nothing is older than the deployment. */
	readonly retention?: Micros;
	/** In which order the server hands out pages. A feed answers in both all the same. */
	readonly order: 'both' | 'ascending';
	/** Whether the server is asked for any set of levels, or for one level and all that is worse. */
	readonly levels: 'set' | 'minimum';
	/** Whether regions are filtered by the server or by the feed. */
	readonly regions: 'there' | 'here';
	/** Whether the server finds a text wherever a message holds it, or as it finds words. */
	readonly text: 'substring' | 'words';
	/** Whether more may come: a file that has ended, or a deployment that failed, has all there is. */
	readonly isLive: boolean;
	/** All of it is at hand: it is loaded to its beginning, in large pages, whatever the reader looks at. */
	readonly isAtHand?: true;
	/** The id of what its entries are of, where they do not tell it themselves; absent where it is not known. */
	readonly deployment?: string;
	readonly hasDetails: boolean;
	readonly hasBuildLog: boolean;
	/** What the server is asked for a query, in its own words: `level=error,warning q=timeout`; empty for all. */
	readonly describe: (
		query: Pick<Query, 'filter' | 'range' | 'order'>,
	) => string;
};

/** Entries on a page that is asked for where a few screens are enough. */
export function shortPageLimit({
	pageLimit,
	isAtHand,
}: Pick<FeedTraits, 'pageLimit' | 'isAtHand'>): number {
	return isAtHand === true ? pageLimit : Math.min(1000, pageLimit);
}

/** Files that are read as one log, and what is known of them. */
export type LogSource = {
	/** Whether more comes: one of them has grown since it was opened. */
	readonly isGrowing: boolean;
	/** All that there was at the beginning has been read once. */
	readonly isKnown: boolean;
	/** All that was read was handed over at once, so that nothing is left to be asked for. */
	readonly isLoaded: boolean;
	/** What recordings say that they lack. */
	readonly gaps: ReadonlyArray<TimeSpan & {readonly why: string}>;
	readonly files: readonly SourceFile[];
};

export type SourceFile = {
	/** As it was named. */
	readonly name: string;
	/** In bytes. */
	readonly size: number;
	/** `pino`, `syslog`, `text`; empty while there is no line. */
	readonly format: string;
	readonly lineCount: number;
	/** Lines that did not fit the format: each is shown as text. */
	readonly oddCount: number;
	readonly entryCount: number;
};
