import {type Micros} from '../../log/entry.ts';
import {knownGaps} from '../known.ts';
import {type Logs} from '../logs.ts';
import {type CellCounts} from './histogram.ts';
import {cellStart, type HistogramWindow} from './window.ts';

/** A cell of the histogram. */
export type HistogramCell = {
	readonly from: Micros;
	readonly to: Micros;
	readonly counts: CellCounts;
	readonly total: number;
	/** Whether nothing more can be in it, as far as is known. */
	readonly isLoaded: boolean;
};

export function histogramCells(
	logs: Logs,
	window: HistogramWindow,
): readonly HistogramCell[] {
	const {since = 0} = logs.query.range;
	const gaps = knownGaps(logs);
	return logs.histogram.cells(window).map((counts, index): HistogramCell => {
		const from = cellStart(window, index);
		const to = from + window.width;
		return {
			from,
			to,
			counts,
			total: counts.reduce((sum, count) => sum + count, 0),
			isLoaded: !gaps.some(
				(gap) => gap.from < to && gap.to > Math.max(from, since),
			),
		};
	});
}
