import {v1Traits} from '../../source/feeds/v1/v1.ts';
import {EntryColumns} from '../../source/log/entry-columns.ts';
import {type Entry, type Micros} from '../../source/log/entry.ts';
import {
	createFilter,
	createQuery,
	everything,
	type Filter,
	type Query,
} from '../../source/log/query.ts';
import {type Action} from '../../source/store/action.ts';
import {createMeasures} from '../../source/ui/app-logs/list-words.ts';
import {createState} from '../../source/store/create-store.ts';
import {type State} from '../../source/store/state.ts';
import {update} from '../../source/store/update.ts';

export const second: Micros = 1_000_000;
/** Noon in UTC: the first entry's time. */
export const noon: Micros = Date.UTC(2025, 10, 24, 12) * 1000;

/** What is to be seen after all of that has happened. */
export function stateAfter(
	actions: readonly Action[],
	{
		columns = 160,
		rows = 45,
		query = createQuery(),
		limit = 1000,
	}: {
		readonly columns?: number;
		readonly rows?: number;
		readonly query?: Query;
		readonly limit?: number;
	} = {},
): State {
	let state = createState({
		traits: v1Traits,
		query,
		limit,
		measures: createMeasures(),
		columns,
		rows,
	});
	for (const action of [
		{kind: 'list-height', height: rows - 4} as const,
		...actions,
	]) {
		state = update(state, action);
	}

	for (const view of [state.logs.matches, state.logs.view]) {
		view.run(() => true);
	}

	return state;
}

export const opened = {
	kind: 'live-opened',
	filter: everything,
	at: noon,
} as const satisfies Action;

export const cut: Action = {
	kind: 'live-cut',
	at: noon,
	attempt: 3,
	retryAt: noon + 4 * second,
	failure: {message: 'The connection broke.', isRefusal: false},
};

export const refused: Action = {
	kind: 'live-refused',
	failure: {
		message: 'The token may not read this deployment (403).',
		isRefusal: true,
		status: 403,
	},
};

/** One entry a second from noon on. */
export function arrive(
	entries: ReadonlyArray<Partial<Entry>>,
	malformedCount = 0,
): Action {
	return {
		kind: 'live-entries',
		entries: EntryColumns.of(
			entries.map((entry, index) => ({
				time: noon + index * second,
				level: 'info',
				region: '',
				message: `entry ${index}`,
				...entry,
			})),
		),
		malformedCount,
		at: noon,
	};
}

/** As a key changes the query. */
export function ask(
	filter: Partial<Filter>,
	rest: Omit<Partial<Query>, 'filter'> = {},
): Action {
	return {
		kind: 'query',
		query: createQuery({...rest, filter: createFilter(filter)}),
	};
}

/** A page of past logs with an entry at each of the seconds after noon; it spans all up to the server's now unless told. */
export function land(
	seconds: readonly number[],
	{
		from = 0,
		to = Number.POSITIVE_INFINITY,
		filter = everything,
		next,
		at = 0,
	}: {
		readonly from?: number;
		readonly to?: number;
		readonly filter?: Filter;
		readonly next?: string;
		readonly at?: number;
	} = {},
): Action {
	const span = {from: noon + from * second, to: noon + to * second};
	return {
		kind: 'page-landed',
		malformedCount: 0,
		at: noon + at * second,
		page: {
			filter,
			order: 'asc',
			...span,
			range: span,
			whole:
				next === undefined
					? span
					: {...span, to: noon + (seconds.at(-1) ?? from) * second},
			entries: seconds.map((time) => ({
				time: noon + time * second,
				level: 'info',
				region: '',
				message: `entry ${time}`,
			})),
			...(next !== undefined && {next}),
		},
	};
}
