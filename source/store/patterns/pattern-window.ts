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
	const deployedAt = details.deployment?.createdAt;
	return histogramWindow(logs, {
		cellCount: screen.columns >= leastColumnsForWide ? 16 : 8,
		now: 0,
		...(deployedAt !== undefined && {deployedAt}),
	});
}
