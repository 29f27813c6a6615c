import {type Micros} from '../log/entry.ts';
import {type TimeSpan} from '../log/time-range.ts';
import {type Gap} from '../timeline/coverage.ts';
import {knownGaps, doubtful} from './known.ts';
import {type Logs} from './logs.ts';
import {type State} from './state.ts';
import {markedRange} from './list/range.ts';

/** Where, in what the reader is about to take away, something may be missing that the query asks for, oldest first: in the range that was begun, else in all that the query asks for since the deployment was made. */
export function takenHoles(state: State): readonly Gap[] {
	return holesIn(state.logs, takenSpan(state));
}

/** When the first entry that the query asks for may have been logged: before a deployment was made it has logged nothing, unless what is held says otherwise. */
export function beginOf({logs, details}: State): Micros {
	const madeAt = details.deployment?.createdAt ?? 0;
	const oldest = logs.buffer.pieces[0]?.firstTime ?? madeAt;
	return logs.query.range.since ?? (oldest < madeAt ? 0 : madeAt);
}

/** Where within a span something may be missing that the query asks for, oldest first. */
function holesIn(logs: Logs, {from, to}: TimeSpan): readonly Gap[] {
	return knownGaps(logs)
		.map((gap) => doubtful(gap, logs))
		.map((gap) => ({
			from: Math.max(gap.from, from),
			to: Math.min(gap.to, to),
		}))
		.filter((gap) => gap.from < gap.to);
}

function takenSpan(state: State): TimeSpan {
	const {view, query} = state.logs;
	const range = markedRange(state.logs);
	return range === undefined
		? {
				from: beginOf(state),
				to: query.range.until ?? Number.POSITIVE_INFINITY,
			}
		: {from: view.timeAt(range.first), to: view.timeAt(range.last) + 1};
}
