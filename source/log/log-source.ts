import {type TimeSpan} from './time-range.ts';

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
