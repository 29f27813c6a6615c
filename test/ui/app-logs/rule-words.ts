import {expect, test} from 'vitest';
import {fileTraits} from '../../../source/feeds/file/file-feed.ts';
import {v1Traits} from '../../../source/feeds/v1/v1.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {type LogSource} from '../../../source/log/feed-traits.ts';
import {createQuery, everything} from '../../../source/log/query.ts';
import {type Action} from '../../../source/store/action.ts';
import {createState} from '../../../source/store/create-store.ts';
import {rules} from '../../../source/store/list/rule.ts';
import {update} from '../../../source/store/update.ts';
import {createTimestamps} from '../../../source/text/timestamp.ts';
import {backWords, ruleWords} from '../../../source/ui/app-logs/list-words.ts';

const second = 1_000_000;
const start = Date.UTC(2025, 10, 24, 12) * 1000;
const failure = {message: 'The server said 500.', isRefusal: false};

/** What the rules in the list say, from the oldest to the newest. */
function said(
	actions: readonly Action[],
	range = {},
	traits = v1Traits,
): string[] {
	let state = createState({
		traits,
		query: createQuery({range, order: 'asc'}),
		limit: 100_000,
		columns: 160,
		rows: 45,
	});
	for (const action of actions) {
		state = update(state, action);
	}

	return rules(state.logs).map((rule) => {
		const {text, offer} = ruleWords(rule, state.logs, createTimestamps('utc'));
		return offer === undefined ? text : `${text} | ${offer}`;
	});
}

const opened: Action = {kind: 'live-opened', filter: everything, at: start};

function page(from: number, to: number, next?: string): Action {
	return {
		kind: 'page-landed',
		at: start,
		malformedCount: 0,
		page: {
			filter: everything,
			order: 'asc',
			from: start + from * second,
			to: start + to * second,
			range: {from: start + from * second, to: start + to * second},
			whole: {
				from: start + from * second,
				to: start + (next === undefined ? to : from + 2) * second,
			},
			entries: [
				{time: start + from * second, level: 'info', region: '', message: 'a'},
				{
					time: start + (from + 1) * second,
					level: 'info',
					region: '',
					message: 'b',
				},
				{
					time: start + (from + 2) * second,
					level: 'info',
					region: '',
					message: 'c',
				},
			],
			...(next !== undefined && {next}),
		},
	};
}

const hour = {since: start, until: start + 3600 * second};

test('what is older than all that is loaded says that it is being loaded', () => {
	expect(said([opened, page(0, 60)])[0]).toBe('before 12:00:00 loading');
});

test('a gap that could not be loaded says from when to when, why, and what to do', () => {
	expect(
		said(
			[
				page(0, 60),
				{
					kind: 'page-failed',
					from: start + 60 * second,
					to: start + 3600 * second,
					failure,
					serverTime: start,
				},
			],
			hour,
		),
	).toEqual([
		'12:01:00 to 13:00:00 may be incomplete · The server said 500. | enter tries again',
	]);
});

test('a past range says how far it is, then that it was stopped, then goes on', () => {
	const loading = [page(0, 3600, 'next')];
	expect(said(loading, hour)).toEqual([
		'12:00:02–13:00:00 loading · 2 loaded, more… | esc stops',
	]);
	const stopped: Action[] = [...loading, {kind: 'page-range', isStopped: true}];
	expect(said(stopped, hour)).toEqual([
		'12:00:02–13:00:00 not loaded · stopped | enter goes on',
	]);
	expect(
		said([...stopped, {kind: 'page-range', isStopped: false}], hour)[0],
	).toContain('more…');
});

test('what a recording lacks is not offered to be loaded', () => {
	const source: LogSource = {
		isGrowing: false,
		isKnown: true,
		isLoaded: true,
		gaps: [
			{
				from: start + second,
				to: start + 60 * second,
				why: 'The server was away.',
			},
		],
		files: [],
	};
	expect(said([{kind: 'source-told', source}], {}, fileTraits)).toContain(
		'12:00:01 to 12:01:00 may be incomplete · The server was away.',
	);
});

test('while the stream is lost, what may be missing is said to be', () => {
	const lost: Action[] = [
		opened,
		{
			kind: 'live-entries',
			entries: EntryColumns.of([
				{time: start, level: 'info', region: '', message: 'a'},
			]),
			malformedCount: 0,
			at: start,
		},
		{kind: 'live-cut', at: start, attempt: 1, retryAt: start, failure},
	];
	expect(said(lost).at(-1)).toMatch(/may be missing · reconnecting$/v);
	expect(
		said([
			...lost,
			{kind: 'live-refused', failure: {...failure, message: 'No token.'}},
		]).at(-1),
	).toMatch(/may be missing · the server refuses \| R tries again$/v);
});

test('how far back a search has got is said once it is known', () => {
	const {logs} = createState({
		traits: v1Traits,
		query: createQuery(),
		limit: 10,
		columns: 80,
		rows: 24,
	});
	const words = (time: number) =>
		backWords(time, logs, createTimestamps('utc'));
	expect(words(start)).toBe('back to 2025-11-24 12:00:00');
	expect(words(Number.POSITIVE_INFINITY)).toBe('back from now');
});
