import {histogramWindow} from '../histogram/histogram-window.ts';
import {type HistogramWindow} from '../histogram/window.ts';
import {type State} from '../state.ts';

const leastColumnsForWide = 100;

/** The time over which the bars of patterns go: that of the histogram, in fewer cells. */
export function patternWindow({
	details,
	logs,
	screen,
}: State): HistogramWindow | undefined {
	return histogramWindow(
		logs,
		screen.columns >= leastColumnsForWide ? 16 : 8,
		details.deployment?.createdAt,
	);
}
