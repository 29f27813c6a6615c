import {type Micros} from '../../log/entry.ts';

/** The time that the histogram shows: `count` cells of `width` each, from `from` on. */
export type HistogramWindow = {
	readonly from: Micros;
	readonly width: Micros;
	readonly count: number;
};

/** The time of a cell's beginning. */
export function cellStart(
	{from, width}: HistogramWindow,
	index: number,
): Micros {
	return from + index * width;
}

/** The cell that holds a time; it may lie outside of the window. */
export function cellIndex(
	{from, width}: HistogramWindow,
	time: Micros,
): number {
	return Math.floor((time - from) / width);
}
