import {type Gap} from '../timeline/coverage.ts';
import {type FailedGap} from '../timeline/timeline.ts';

/** What is left of gaps without those that cannot be had. */
export function withoutFailed(
	open: readonly Gap[],
	failed: readonly FailedGap[],
): readonly Gap[] {
	let left = open;
	for (const {from, to} of failed) {
		left = left.flatMap((gap) =>
			[
				{from: gap.from, to: Math.min(gap.to, from)},
				{from: Math.max(gap.from, to), to: gap.to},
			].filter((part) => part.from < part.to),
		);
	}

	return left;
}
