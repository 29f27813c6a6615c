import {hasFailed} from '../../log/deployment.ts';
import {levelOf} from '../../log/level.ts';
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
	if (details.deployment !== undefined && hasFailed(details.deployment)) {
		const index = build.entries.findIndex(
			({level}) => levelOf(level) === 'error',
		);
		const entry = build.entries[index];
		if (entry !== undefined) {
			return {kind: 'build', entry, index};
		}
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
