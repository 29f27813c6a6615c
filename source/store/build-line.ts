import {Buffer} from 'node:buffer';
import {type BuildEntry, type Micros} from '../log/entry.ts';

/**
A line of the build log as it is held: its text stands in bytes that it shares with the lines that came with it, and is read when it is asked for.

As texts, lines live just long enough to be taken for old ones: of a log far beyond what is kept, those that had gone stayed until four times as much was held.
*/
export class BuildLine implements BuildEntry {
	readonly level: string;
	readonly time: Micros | undefined;
	readonly step: string | undefined;
	/** What it takes, in bytes. */
	readonly size: number;
	// eslint-disable-next-line @typescript-eslint/no-restricted-types -- It decodes a part of itself without a view of it.
	readonly #bytes: Buffer;
	readonly #from: number;
	readonly #to: number;

	constructor(
		{level, time, step}: BuildEntry,
		// eslint-disable-next-line @typescript-eslint/no-restricted-types -- It decodes a part of itself without a view of it.
		bytes: Buffer,
		{from, to}: {readonly from: number; readonly to: number},
	) {
		this.level = level;
		this.time = time;
		this.step = step;
		this.size = to - from + level.length + (step?.length ?? 0);
		this.#bytes = bytes;
		this.#from = from;
		this.#to = to;
	}

	get message(): string {
		return this.#bytes.toString('utf8', this.#from, this.#to);
	}
}

/** Lines that came together, to be held. */
export function holdLines(lines: readonly BuildEntry[]): readonly BuildLine[] {
	// Between them stands something, so that two halves of a character do not become one.
	const bytes = Buffer.from(lines.map(({message}) => message).join('\n'));
	let from = 0;
	return lines.map((line) => {
		const to = from + Buffer.byteLength(line.message);
		const held = new BuildLine(line, bytes, {from, to});
		from = to + 1;
		return held;
	});
}
