import {type BuildEntry} from '../../log/entry.ts';
import {levelOf} from '../../log/level.ts';

const mostErrors = 20;
const lastCount = 10;

type Why = {
	readonly entries: readonly BuildEntry[];
	/** Further errors that are not among them. */
	readonly moreCount: number;
};

/** The lines of a failed build that say why: its errors, the first ones first; where it names none, its last lines. */
export function findWhy(entries: readonly BuildEntry[]): Why {
	const errors = entries.filter(({level}) => levelOf(level) === 'error');
	return errors.length === 0
		? {entries: entries.slice(-lastCount), moreCount: 0}
		: {
				entries: errors.slice(0, mostErrors),
				moreCount: Math.max(0, errors.length - mostErrors),
			};
}
