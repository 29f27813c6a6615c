import {loadedFilter} from '../log/query.ts';
import {type Gap} from '../timeline/coverage.ts';
import {isAnsweredLocally} from './first-wanted-page.ts';
import {hasRoom} from './range-paging.ts';
import {type State} from './state.ts';
import {takenHoles} from './holes.ts';
import {type WantedPage, wantedPage} from './wanted-page.ts';
import {withoutFailed} from './known.ts';

/** How far the loading of holes is that a key asked for before entries are taken away: under way, done, or why there is no more to be had. */
export type Filling = 'going' | 'done' | 'full' | 'failed' | 'unconnected';

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
