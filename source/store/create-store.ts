import {type Micros} from '../log/entry.ts';
import {type FeedTraits} from '../log/feed-traits.ts';
import {type Query} from '../log/query.ts';
import {UntimedEntries} from '../timeline/untimed.ts';
import {emptyTimeline} from '../timeline/timeline.ts';
import {type Action} from './action.ts';
import {type State} from './state.ts';
import {update} from './update.ts';
import {LogBuffer} from './buffer/log-buffer.ts';
import {Histogram} from './view/histogram.ts';
import {Grouping} from './patterns/grouping.ts';
import {type Mode, type ScreenState} from './screen-state.ts';
import {noTrail, type Trail} from './trail.ts';
import {type Measures, noRate} from './logs.ts';
import {View} from './view/view.ts';

/** Holds the state, and tells of its changes. */
export type Store = {
	readonly get: () => State;
	readonly dispatch: (action: Action) => void;
	/** Calls `listener` after each action, with it; returns the way to stop that. */
	readonly subscribe: (listener: (action: Action) => void) => () => void;
	/** Adds a rule for what has to follow from a state before anybody is told of it, as the height of a list follows from the size of the screen: an action, or nothing where all is so already. Returns the way to stop that. */
	readonly settle: (rule: Rule) => () => void;
};

type Rule = (state: State) => Action | undefined;

/** Holds the state, changes it by actions, and tells those who listen. */
export function createStore(first: State): Store {
	let state = first;
	const listeners = new Set<(action: Action) => void>();
	const rules = new Set<Rule>();
	const dispatch = (action: Action) => {
		state = update(state, action);
		for (const rule of rules) {
			const following = rule(state);
			state = following === undefined ? state : update(state, following);
		}

		for (const listener of listeners) {
			listener(action);
		}
	};

	return {
		get: () => state,
		dispatch,
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		settle(rule) {
			rules.add(rule);
			const following = rule(state);
			if (following !== undefined) {
				dispatch(following);
			}

			return () => {
				rules.delete(rule);
			};
		},
	};
}

/** Whoever asks for many entries asks for memory, too; with few, long messages may still take this. */
const leastByteLimit = 256 * 1024 * 1024;
const bytesPerEntry = 256;

const day: Micros = 86_400_000_000;

const plainMeasures: Measures = {
	countRows: () => 1,
	startOfDay: (time) => Math.floor(time / day) * day,
	offsetAt: () => 0,
};

/** The state before anything has come. */
export function createState({
	traits,
	query,
	limit,
	byteLimit = Math.max(leastByteLimit, limit * bytesPerEntry),
	texts = [],
	fields = [],
	isNetworkCut = false,
	isUnchosen = false,
	isLatestFollowed = false,
	trail = noTrail,
	screen = {},
	mode = {kind: 'list'},
	measures = plainMeasures,
	columns,
	rows,
}: {
	readonly traits: FeedTraits;
	readonly query: Query;
	/** At most so many entries are held. */
	readonly limit: number;
	readonly byteLimit?: number;
	/** What was typed at the text prompt in earlier runs, the newest first. */
	readonly texts?: readonly string[];
	/** The names of the fields that stand in columns. */
	readonly fields?: readonly string[];
	readonly isNetworkCut?: boolean;
	/** No deployment is explored: one is to be chosen. */
	readonly isUnchosen?: boolean;
	readonly isLatestFollowed?: boolean;
	/** The deploys that have led here. */
	readonly trail?: Trail;
	/** How the deployment before was looked at. */
	readonly screen?: Partial<
		Pick<ScreenState, 'times' | 'focus' | 'isWrapped' | 'isZoomed' | 'notice'>
	>;
	readonly mode?: Mode;
	/** Those of who draws the entries; without them each takes a row, and days are those of UTC. */
	readonly measures?: Measures;
	readonly columns: number;
	readonly rows: number;
}): State {
	const buffer = new LogBuffer(limit, traits.deployment);
	const matches = new View(buffer, query);
	const isPast = query.range.until !== undefined || !traits.isLive;
	return {
		details: {kind: 'loading'},
		latest: {deployments: [], isFollowed: isLatestFollowed},
		build: {
			entries: [],
			size: 0,
			leftOut: {count: 0, hasError: false},
			status: 'loading',
			malformedCount: 0,
			search: '',
			levels: [],
		},
		logs: {
			traits,
			buffer,
			untimed: new UntimedEntries(),
			view: matches,
			matches,
			histogram: new Histogram(buffer, matches),
			...emptyTimeline,
			...(isPast && {connection: {kind: 'none'}}),
			query,
			asked: query,
			back: [],
			forward: [],
			selection: {kind: query.range.until === undefined ? 'newest' : 'first'},
			trail,
			marks: [],
			selectedRow: 0,
			measures,
			zone: 'utc',
			height: 1,
			isPagingStopped: false,
			malformedCount: 0,
			rate: noRate,
			limit,
			byteLimit,
		},
		firstError: {kind: 'unknown'},
		patterns: {
			grouping: new Grouping(),
			order: 'new',
			selectedRow: 0,
			baseline: {kind: 'unknown'},
			doubts: [],
			answers: new Map(),
			doubtsVersion: -1,
		},
		counting: [],
		screen: {
			columns,
			rows,
			focus: 'logs',
			isZoomed: false,
			mode,
			shift: 0,
			times: 'zone',
			field: 0,
			isWrapped: false,
			fields,
			unfolded: new Set(),
			...screen,
		},
		texts,
		reloads: 0,
		clockOffset: undefined,
		isNetworkCut,
		isUnchosen,
	};
}
