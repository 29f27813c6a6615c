/** What may happen before a reader: a key, or something from the network or the terminal. As data, so that a script that breaks something can be kept. */
export type Deed =
	| {readonly kind: 'press'; readonly keys: string}
	| {readonly kind: 'resize'; readonly columns: number; readonly rows: number}
	| {
			readonly kind: 'append';
			readonly messages: readonly string[];
			/** In seconds. */
			readonly late: number;
	  }
	/** Older entries, or those of a gap, by seconds before the newest. */
	| {
			readonly kind: 'page';
			readonly from: number;
			readonly messages: readonly string[];
	  }
	| {readonly kind: 'build'; readonly messages: readonly string[]}
	| {readonly kind: 'deployment'; readonly status: string}
	| {readonly kind: 'first-error'; readonly message: string}
	/** Those of the project, each with a domain. */
	| {readonly kind: 'deployments'; readonly domains: readonly string[]}
	/** What the previous deployment has logged. */
	| {readonly kind: 'baseline'; readonly messages: readonly string[]}
	| {
			readonly kind: 'network';
			readonly what: 'cut' | 'heal' | 'refuse' | 'fail' | 'overdue' | 'quiet';
	  };

/** A screen with all panes and enough to scroll in. */
export const opened: readonly Deed[] = [
	{kind: 'network', what: 'heal'},
	{kind: 'deployment', status: 'success'},
	{kind: 'build', messages: ['Checking types', 'Deployed in 8.2 s']},
	{
		kind: 'append',
		late: 0,
		messages: Array.from(
			{length: 70},
			(_, index) => `entry ${index} ${'of the log '.repeat(index % 12)}`,
		),
	},
];
