import {
	type Entry,
	type EntryBatch,
	type EntryList,
	type Micros,
} from '../log/entry.ts';
import {EntryColumns} from '../log/entry-columns.ts';

/** An entry to be printed, which knows the server's own line of it. It is read only when it is asked for. */
export class Line implements Entry {
	readonly batch: EntryBatch;
	readonly index: number;
	readonly #list: EntryList;

	constructor(batch: EntryBatch, list: EntryList, index: number) {
		this.batch = batch;
		this.index = index;
		this.#list = list;
	}

	get time(): Micros {
		return this.#list.time(this.index);
	}

	get timeText(): string | undefined {
		return this.#list.timeText(this.index);
	}

	get level(): string {
		return this.#list.level(this.index);
	}

	get message(): string {
		return this.read().message;
	}

	get region(): string {
		return this.#list.region(this.index);
	}

	get trace(): string | undefined {
		return this.read().trace;
	}

	get span(): string | undefined {
		return this.read().span;
	}

	get deployment(): string | undefined {
		return this.read().deployment;
	}

	/** The server's own line, without its newline. */
	get raw(): Uint8Array {
		return this.batch.rawLine(this.index);
	}

	/** As that of `EntryList`. */
	copyPlain(target: Uint8Array, at: number): number | undefined {
		return this.#list.copyPlain(this.index, target, at);
	}

	/** Makes the entry. */
	read(): Entry {
		const entry = this.#list.at(this.index);
		if (entry === undefined) {
			throw new RangeError('There is no such entry.');
		}

		return entry;
	}
}

export function linesOf(batch: EntryBatch): Line[] {
	const list = batch.list ?? listOf(batch.entries);
	const lines: Line[] = [];
	for (let index = 0; index < list.length; index++) {
		lines.push(new Line(batch, list, index));
	}

	return lines;
}

function listOf(entries: Iterable<Entry>): EntryList {
	if (entries instanceof EntryColumns) {
		return entries;
	}

	const all = [...entries];
	return {
		length: all.length,
		time: (index) => all[index]?.time ?? 0,
		timeText: (index) => all[index]?.timeText,
		level: (index) => all[index]?.level ?? '',
		region: (index) => all[index]?.region ?? '',
		copyPlain: () => undefined,
		at: (index) => all[index],
	};
}

/** Those of the entries that are lines. */
export function linesAmong(entries: readonly Entry[]): readonly Line[] {
	return entries.every((entry) => entry instanceof Line)
		? entries
		: entries.filter((entry) => entry instanceof Line);
}

/** What of a feed the printed lines tell. */
export type Printed = {
	/** Of which the entries are that do not tell it. */
	readonly deployment?: string | undefined;
};
