import {
	type Action,
	type BuildAction,
	type CountAction,
	type DetailsAction,
	type FirstErrorAction,
	type LiveAction,
	type MarkAction,
	type MoveAction,
	type PastAction,
	type PatternsAction,
	type QueryAction,
} from './action.ts';
import {
	firstErrorSince,
	updateFirstError,
	withArrived,
	withRead,
} from './update/first-error.ts';
import {type Measures} from './logs.ts';
import {type State} from './state.ts';
import {updateBuild, updateLists} from './update/polled.ts';
import {
	withSelectedDetail,
	updateScreen,
	updatePrompt,
} from './update/screen.ts';
import {updateLive} from './update/live.ts';
import {updateMark, noteSeen} from './update/select.ts';
import {fixRow, updateMove} from './update/move.ts';
import {updatePast} from './update/past.ts';
import {raiseDoubts, updatePatterns} from './update/patterns.ts';
import {countByServer, updateQuery} from './update/query.ts';
import {createRangeCount, type RangeCount} from './range-count.ts';

/** What the state is after something has happened. No I/O, no clock. */
export function update(state: State, action: Action): State {
	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the table has, for each kind, what takes just that kind
	const take = updates[action.kind] as (state: State, action: Action) => State;
	return withSeen(state, take(state, action));
}

/** Once the end has been left, what is newer than the entries seen is new. */
function withSeen(before: State, state: State): State {
	return before.logs.selection === state.logs.selection &&
		before.logs.selectedRow === state.logs.selectedRow
		? state
		: {...state, logs: noteSeen(before.logs, state.logs)};
}

const details = (state: State, action: DetailsAction): State => ({
	...state,
	details:
		action.kind === 'details-loaded'
			? {kind: 'loaded', deployment: action.deployment}
			: {...state.details, kind: 'failed', failure: action.failure},
});

const build = (state: State, action: BuildAction): State => ({
	...state,
	build: updateBuild(state.build, action),
});

const live = (state: State, action: LiveAction): State => ({
	...state,
	logs: updateLive(fixRow(state.logs), action),
});

/** What streams in may be the first error, or another like it. */
const arrived = (
	state: State,
	action: Extract<LiveAction, {readonly kind: 'live-entries'}>,
): State => ({
	...live(state, action),
	firstError: withArrived(
		state.firstError,
		action.entries,
		firstErrorSince(state),
	),
});

/** What is read of a file tells its first error, too: nothing is left to be asked for. */
const read = (
	state: State,
	action: Extract<LiveAction, {readonly kind: 'source-entries'}>,
): State => ({
	...live(state, action),
	firstError: withRead(state.firstError, action.entries),
});

const told = (
	state: State,
	action: Extract<LiveAction, {readonly kind: 'source-told'}>,
): State => {
	const {isKnown, isLoaded} = action.source;
	return {
		...live(state, action),
		...(isKnown &&
			isLoaded &&
			state.firstError.kind === 'unknown' && {firstError: {kind: 'none'}}),
	};
};

/** Why it was refused is to be read, whatever was said before. */
const refused = (state: State, action: LiveAction): State =>
	updateScreen(live(state, action), {kind: 'notice'});

const firstError = (state: State, action: FirstErrorAction): State => {
	const told = updateFirstError(state.firstError, action);
	return told === state.firstError ? state : {...state, firstError: told};
};

const past = (state: State, action: PastAction): State => ({
	...state,
	logs: updatePast(fixRow(state.logs), action),
});

const query = (state: State, action: QueryAction): State => ({
	...state,
	logs: updateQuery(state.logs, action),
});

const move = (state: State, action: MoveAction): State => ({
	...state,
	logs: updateMove(state.logs, action),
});

const patterns = (state: State, action: PatternsAction): State => ({
	...state,
	patterns: updatePatterns(state.patterns, action),
});

const counting = (state: State, action: CountAction): State => ({
	...state,
	counting: updateCounting(state.counting, action, state.logs.measures),
});

const mark = (state: State, action: MarkAction): State => ({
	...state,
	logs: updateMark(state.logs, action),
});

/** Selects another entry. */
const select = (state: State, action: MoveAction): State =>
	withSelectedDetail(move(state, action));

const updates: {
	readonly [Kind in Action['kind']]: (
		state: State,
		action: Extract<Action, {readonly kind: Kind}>,
	) => State;
} = {
	'details-loaded': details,
	'details-failed': details,
	'build-lines': build,
	'build-ended': build,
	'build-failed': build,
	'build-select': build,
	'build-levels': build,
	'build-search': build,
	'live-opened': live,
	'live-entries': arrived,
	'live-cut': live,
	'live-retrying': live,
	'live-refused': refused,
	'live-dropped': live,
	'live-quiet': live,
	'tail-overdue': live,
	'source-told': told,
	'source-entries': read,
	'page-landed': past,
	'page-failed': past,
	'page-reached': past,
	'page-range': past,
	'retry-gap': past,
	'first-error-told': firstError,
	'first-error-counting': firstError,
	'first-error-counted': firstError,
	query,
	'query-back': query,
	'query-forward': query,
	ask: query,
	move: select,
	scroll: select,
	go: select,
	select,
	hold: select,
	'list-height': move,
	mark,
	range: mark,
	'list-rows': move,
	'pattern-order': patterns,
	'pattern-select': patterns,
	'baseline-entries': patterns,
	'baseline-told': patterns,
	'baseline-asked': patterns,
	'baseline-choose': patterns,
	'count-asked': counting,
	'count-page': counting,
	'count-ended': counting,
	'count-stopped': counting,
	resize: updateScreen,
	focus: updateScreen,
	zoom: updateScreen,
	'field-select': updateScreen,
	mode: updateScreen,
	caret: updateScreen,
	detail: updateScreen,
	preview: updatePrompt,
	'drop-text': updatePrompt,
	'cancel-text': updatePrompt,
	'submit-text': updatePrompt,
	'deployments-loaded': updateLists,
	'deployments-failed': updateLists,
	'projects-loaded': updateLists,
	'projects-failed': updateLists,
	latest: updateLists,
	shift: updateScreen,
	wrap: updateScreen,
	fields: updateScreen,
	bucket: updateScreen,
	unfold: updateScreen,
	times: updateScreen,
	notice: updateScreen,
	'clock-told': (state, {offset}) => ({
		...state,
		clockOffset: offset,
		logs:
			state.clockOffset === undefined
				? countByServer(state.logs, offset)
				: state.logs,
	}),
	network: (state, action) => ({...state, isNetworkCut: action.isCut}),
	worked: raiseDoubts,
	reload,
};

/** Everything is asked for again, what failed and what was refused as well; what is held stays. */
function reload(state: State): State {
	const {details: known, logs, patterns: shownPatterns} = state;
	return {
		...state,
		details: {...known, kind: 'loading', failure: undefined},
		reloads: state.reloads + 1,
		patterns: {
			...shownPatterns,
			...(shownPatterns.baseline.kind === 'none' && {
				baseline: {kind: 'unknown'},
			}),
		},
		logs: {
			...(logs.connection.kind === 'none'
				? logs
				: updateLive(logs, {kind: 'live-dropped'})),
			failedGaps: [],
			isPagingStopped: false,
		},
	};
}

/** Changes what is counted of spans that are not all loaded. */
export function updateCounting(
	counting: Counting,
	action: CountAction,
	measures?: Measures,
): Counting {
	switch (action.kind) {
		case 'count-asked': {
			return action.asks.map((ask) => createRangeCount(ask, measures));
		}

		case 'count-page': {
			return change(counting, action.key, (count) => {
				let entryCount = 0;
				for (const entry of action.entries) {
					count.tally.add(entry);
					entryCount++;
				}

				return {
					...count,
					entryCount: count.entryCount + entryCount,
					...(action.reached !== undefined && {reached: action.reached}),
				};
			});
		}

		case 'count-ended': {
			const {failure} = action;
			return change(counting, action.key, (count) => ({
				...count,
				...(failure === undefined
					? {status: 'done', failure}
					: {status: 'failed', failure}),
			}));
		}

		case 'count-stopped': {
			return counting.map((count) =>
				count.status === 'running' ? {...count, status: 'stopped'} : count,
			);
		}
	}
}

type Counting = readonly RangeCount[];

function change(
	counting: Counting,
	key: string,
	to: (count: RangeCount) => RangeCount,
): Counting {
	return counting.map((count) => (count.key === key ? to(count) : count));
}
