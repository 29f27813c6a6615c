import {findBuildError} from '../../log/build-failure.ts';
import {type BuildEntry, type Entry} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';

export type FirstErrorShown =
	| {
			readonly kind: 'entry';
			readonly entry: Entry;
			readonly count: number;
			readonly isMore: boolean;
	  }
	/** The line of the build log for which the build failed. */
	| {
			readonly kind: 'build';
			readonly entry: BuildEntry;
			readonly index: number;
	  };

/** What went wrong first: in a build that failed its first error, else the first error that was logged since. */
export function firstErrorOf({
	details,
	build,
	firstError,
}: State): FirstErrorShown | undefined {
	const index = findBuildError(details.deployment, build.entries);
	const line = build.entries[index];
	if (line !== undefined) {
		return {kind: 'build', entry: line, index: build.leftOut.count + index};
	}

	return firstError.kind === 'found'
		? {
				kind: 'entry',
				entry: firstError.entry,
				count: firstError.count,
				isMore: firstError.isMore,
			}
		: undefined;
}
