/** What the UI needs beyond the screen. */
export type Outside = {
	/** Resolves with where the text is now, in words. */
	readonly copy: (text: string) => Promise<string>;
};
