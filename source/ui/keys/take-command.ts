import {type TimeSpan} from '../../log/time-range.ts';

/** What a key takes away with it. */
export type TakeCommand =
	| {
			readonly kind: 'copy';
			/** In a word, for the footer. */
			readonly what: string;
			readonly text: string;
			/** What the text lacks, in words. */
			readonly caveat?: string;
			/** Of a range of entries: from when to when they are. */
			readonly span?: TimeSpan;
	  }
	/** Shows a text on the normal screen. */
	| {readonly kind: 'show-bare'; readonly text: string}
	/** Writes what is shown to a file; over another one only where that may be. */
	| {
			readonly kind: 'save';
			readonly path: string;
			readonly mayReplace: boolean;
	  }
	/** Opens what is shown in the reader's pager or editor. */
	| {readonly kind: 'open'};
