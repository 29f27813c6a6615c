import {type Cells, createCells, type Part} from './cells.ts';

/** A row of the screen. Rows with the same key look the same, so that most are never taken apart into cells. */
export class Row {
	readonly key: string;
	readonly #parts: readonly Part[];
	readonly #columns: number;
	#cells: Cells | undefined;

	constructor(parts: readonly Part[], columns: number) {
		this.key = keyOf(parts, columns);
		this.#parts = parts;
		this.#columns = columns;
	}

	get cells(): Cells {
		this.#cells ??= createCells(this.#parts, this.#columns);
		return this.#cells;
	}
}

function keyOf(parts: readonly Part[], columns: number): string {
	const [first] = parts;
	return parts.length === 1 && first?.x === 0 && first.width >= columns
		? first.text
		: parts.map(({x, width, text}) => `${x} ${width} ${text}`).join('\n');
}
