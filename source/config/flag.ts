/** Under which heading of the help a flag stands. */
export type FlagGroup = 'own' | 'entries' | 'printing' | 'api' | 'general';

/** What the help, the completion and the man page say of a flag, and how it is read: one record. */
export type Flag = {
	readonly type: 'boolean' | 'string';
	readonly default?: boolean;
	readonly shortFlag?: string;
	/** May be given again for more. */
	readonly isMultiple?: true;
	/** What stands for its value: `levels` for `--level <levels>`. */
	readonly value?: string;
	/** A value that works, for the sentence that asks for one. */
	readonly example?: string;
	readonly group: FlagGroup;
	/** One sentence without its end; `--help` wraps it. */
	readonly help: string;
	/** Further sentences for the man page. */
	readonly details?: string;
	/** What completion offers for its value: words, or files. */
	readonly offers?: readonly string[] | 'files' | 'folders' | 'targets';
	/** Has its name, but does nothing yet: neither shown nor taken. */
	readonly isReserved?: true;
};
