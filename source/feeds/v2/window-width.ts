import {type Micros} from '../../log/entry.ts';
import {mostLogs} from './v2-url.ts';

/** The first window: what a busy app logs in it is about a page. */
const firstWidth: Micros = 60_000_000;
/** Servers tell times to the millisecond. */
export const leastWidth: Micros = 1000;
/** A window this wide is looked at once, whatever is in it. */
const mostWidth: Micros = 30 * 86_400_000_000;
/** Of a page: a window aims to fill so much of it, so that the next one seldom overflows. */
const aim = 0.6;
const mostGrowth = 16;

/** What windows have been like so far; one for each filter. */
export type WindowSize = {
	width: Micros;
	/** As many entries as a page was seen to hold. */
	pageEntries: number;
};

export function createWindowSize(): WindowSize {
	return {width: firstWidth, pageEntries: mostLogs};
}

/** How wide the next window is to be, going back, after one that had so many entries. */
export function growWindow(
	{pageEntries}: WindowSize,
	width: Micros,
	{
		count,
		most = Number.POSITIVE_INFINITY,
	}: {
		readonly count: number;
		/** Going back beyond this, there is more than a page. */
		readonly most?: Micros | undefined;
	},
): WindowSize {
	const growth =
		count === 0
			? Math.max(0.5, Math.min(mostGrowth, most / width))
			: Math.max(0.5, Math.min(mostGrowth, (pageEntries * aim) / count));
	return {
		width: clamp(width * growth),
		pageEntries,
	};
}

/** How wide a window is to be instead of one that overflowed: a page of `count` entries has only come so far. */
export function shrinkWindow(
	width: Micros,
	{
		count,
		reached,
		isAfterSilence,
	}: {
		readonly count: number;
		readonly reached: Micros;
		/** Nothing was logged behind it: its end is likely as silent, however much its beginning holds. */
		readonly isAfterSilence: boolean;
	},
): WindowSize {
	const likely = isAfterSilence
		? Math.max(width / 4, reached * aim)
		: reached * aim;
	return {
		width: clamp(Math.min(width / 2, likely)),
		pageEntries: Math.min(mostLogs, Math.max(1, count)),
	};
}

function clamp(width: Micros): Micros {
	return Math.round(Math.max(leastWidth, Math.min(mostWidth, width)));
}
