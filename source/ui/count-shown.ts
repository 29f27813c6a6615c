import {type View} from '../store/view.ts';

export type CountOfShown = {
	readonly count: number;
	/** There are more than that. */
	readonly isCounting: boolean;
};

/** In milliseconds: no key waits for longer than this. */
const slice = 4;

export function countShown(view: View): CountOfShown {
	const start = performance.now();
	return view.count(() => performance.now() - start < slice);
}
