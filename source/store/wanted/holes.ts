import {type Micros} from '../../log/entry.ts';
import {type TimeSpan} from '../../log/time-range.ts';
import {type Gap} from '../../timeline/coverage.ts';
import {loadedFilter} from '../../log/query.ts';
import {firstTime, lastTime} from '../buffer/look-up.ts';
import {knownGaps, doubtful, withoutFailed, hasRoom} from '../missing.ts';
import {type Logs} from '../logs.ts';
import {type State} from '../state.ts';
import {markedRange} from '../list/range.ts';
import {isAnsweredLocally, type WantedPage, wantedPage} from './wanted-page.ts';

/** Where something may be missing in what the reader is about to take away, oldest first. That is the range that was begun, else all that the query asks for since the deployment was made. */
export function takenHoles(state: State): readonly Gap[] {
	return holesIn(state.logs, takenSpan(state));
}

/** Whether nothing may be missing but at the end, where the live stream that was opened is about to join what is loaded. */
export function isAboutToJoin(state: State): boolean {
	const {kind} = state.logs.connection;
	return (
		(kind === 'connecting' || kind === 'live') &&
		takenHoles(state).every(({to}) => to === Number.POSITIVE_INFINITY)
	);
}

/** How far the loading of holes is that a key asked for before entries are taken away: under way, done, or why there is no more to be had. */
type Filling = 'going' | 'done' | 'full' | 'failed' | 'unconnected';

/** When the first entry that the query asks for may have been logged: before a deployment was made it has logged nothing, unless what is held says otherwise. */
export function beginOf({logs, details}: State): Micros {
	const madeAt = details.deployment?.createdAt ?? 0;
	const oldest = logs.buffer.pieces[0]?.firstTime ?? madeAt;
	return logs.query.range.since ?? (oldest < madeAt ? 0 : madeAt);
}

/** Of which time entries of the query are held: all of it, or from one instant to another, perhaps with gaps between; nothing where none is held. */
type HeldExtent =
	| {readonly kind: 'all'}
	| {
			readonly kind: 'part';
			/** From here on, where something may be missing before it. */
			readonly first?: Micros;
			/** Where something may be missing behind it that has been logged already. */
			readonly last?: Micros;
			readonly hasGaps: boolean;
	  };

export function heldExtent(state: State): HeldExtent | undefined {
	const {buffer, query} = state.logs;
	const from = beginOf(state);
	const to = query.range.until ?? Number.POSITIVE_INFINITY;
	const first = firstTime(buffer, from);
	const last = lastTime(buffer, to);
	if (first === undefined || last === undefined || first > last) {
		return undefined;
	}

	const holes = holesIn(state.logs, {from, to});
	if (holes.length === 0) {
		return {kind: 'all'};
	}

	const isOpen = holes.some((hole) => hole.from <= first);
	// What is yet to come is not missing.
	const past = holes.filter((hole) => hole.to !== Number.POSITIVE_INFINITY);
	const isCut = past.some((hole) => hole.from > last);
	return {
		kind: 'part',
		...((isOpen || !isCut) && {first}),
		...(isCut && {last}),
		hasGaps: past.some((hole) => hole.from <= last && hole.to > first),
	};
}

/** Where within a span something may be missing now, by what a query asks for; the query may have been left since. */
export function holesOfQuery(
	logs: Logs,
	query: Logs['query'],
	span: TimeSpan,
): readonly Gap[] {
	return holesIn(logs.query === query ? logs : {...logs, query}, span);
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

/** Of which time the reader is about to take entries. */
export function takenSpan(state: State): TimeSpan {
	const {view, query} = state.logs;
	const range = markedRange(state.logs);
	return range === undefined
		? {
				from: beginOf(state),
				to: query.range.until ?? Number.POSITIVE_INFINITY,
			}
		: {from: view.timeAt(range.first), to: view.timeAt(range.last) + 1};
}

export function fillingOf(state: State): Filling {
	const {logs} = state;
	const {query, asked, connection} = logs;
	const holes = takenHoles(state);
	if (holes.length === 0) {
		return 'done';
	}

	if (isAnsweredLocally(connection)) {
		return 'unconnected';
	}

	if (query !== asked || connection.kind === 'connecting') {
		return 'going';
	}

	const open = withoutFailed(holes, logs.failedGaps);
	if (open.length === 0) {
		return 'failed';
	}

	if (!hasRoom(logs)) {
		return 'full';
	}

	return open.every((hole) => isLostEnd(hole, state)) ? 'unconnected' : 'going';
}

/** The page that is to be asked for next while holes are loaded: the newest first, as the reader knows it from scrolling. */
export function fillingPage(state: State): WantedPage | undefined {
	const {logs, screen} = state;
	const isOn = 'isLoading' in screen.mode && screen.mode.isLoading === true;
	const hole =
		isOn && fillingOf(state) === 'going' && logs.query === logs.asked
			? withoutFailed(takenHoles(state), logs.failedGaps).findLast(
					// What the live stream is about to join is asked for as ever.
					({to}) => to !== Number.POSITIVE_INFINITY,
				)
			: undefined;
	return hole === undefined || logs.connection.kind === 'connecting'
		? undefined
		: wantedPage(logs, hole, 'desc', loadedFilter(logs.asked));
}

/** Whether it can be had only once there is a connection again. */
function isLostEnd({to}: Gap, {logs: {connection}}: State): boolean {
	return (
		to === Number.POSITIVE_INFINITY &&
		(connection.kind === 'reconnecting' || connection.kind === 'offline')
	);
}
