import {type BuildEntry, type Entry} from '../../log/entry.ts';

/** What the UI needs beyond the screen. What fails says why in a sentence. */
export type Outside = {
	/** Resolves with where the text is now, in words, and in few words. */
	readonly copy: (
		text: string,
	) => Promise<{readonly words: string; readonly short: string}>;
	/** Shows a safe text on the normal screen until a key is pressed. */
	readonly showBare: (text: string) => Promise<void>;
	readonly save: (
		path: string,
		batches: TakenBatches,
		options: {readonly mayReplace: boolean},
	) => Promise<Saved>;
	/** Opens entries in the reader's pager or editor until that is closed. */
	readonly open: (batches: TakenBatches) => Promise<void>;
};

/** Entries, or lines of the build log. */
export type TakenBatches = Iterable<ReadonlyArray<Entry | BuildEntry>>;

export type Saved =
	| {readonly kind: 'saved'; readonly path: string; readonly count: number}
	/** There is a file already, which was left as it is. */
	| {readonly kind: 'exists'; readonly path: string};
