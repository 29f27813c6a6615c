/** What a key takes away with it. */
export type TakeCommand = {
	readonly kind: 'copy';
	/** In a word, for the footer. */
	readonly what: string;
	readonly text: string;
	/** What the text lacks, in words. */
	readonly caveat?: string;
};
