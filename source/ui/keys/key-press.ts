/** What the reader did, as the terminal tells it. */
export type KeyPress =
	| {
			readonly kind: 'key';
			/** `j`, `G`, `ctrl+b`, `shift+tab`, `enter`. */
			readonly chord: string;
			/** What it would type; empty for keys that type nothing. */
			readonly text: string;
	  }
	| {readonly kind: 'paste'; readonly text: string};
