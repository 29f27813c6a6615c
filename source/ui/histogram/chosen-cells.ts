import {type ShownWindow} from '../../store/shown/histogram-window.ts';
import {cellIndex} from '../../store/view/histogram.ts';
import {type State} from '../../store/state.ts';

/** Which cells are chosen while the histogram has the keys. */
export function chosenCells(
	{screen: {mode}}: State,
	window: ShownWindow,
): {readonly first: number; readonly last: number} | undefined {
	if (mode.kind !== 'histogram') {
		return undefined;
	}

	const last = cellIndex(window, window.told.to - 1);
	const clamp = (index: number) => Math.max(0, Math.min(index, last));
	const cell = clamp(cellIndex(window, mode.at));
	const anchor = clamp(cellIndex(window, mode.anchor ?? mode.at));
	return {first: Math.min(cell, anchor), last: Math.max(cell, anchor)};
}
