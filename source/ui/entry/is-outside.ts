import {matches} from '../../log/query.ts';
import {entryTest} from '../../log/refinement.ts';
import {isWithin} from '../../log/time-range.ts';
import {heldId} from '../../store/buffer/look-up.ts';
import {type DetailSubject} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';

/** Whether the query hides what is shown in full. What the server returned for it is inside, however its matching differs. */
export function isOutside({logs}: State, subject: DetailSubject): boolean {
	if (subject.kind === 'build') {
		return false;
	}

	const {entry} = subject;
	const {filter, range, refinements} = logs.query;
	const id = heldId(logs.buffer, entry);
	return id === undefined
		? !(
				matches(filter, entry) &&
				isWithin(entry.time, range) &&
				refinements.every((one) =>
					entryTest(one, logs.buffer.deployment)(entry),
				)
			)
		: logs.matches.spotOf(id) === undefined;
}
