import {expect, it} from 'vitest';
import {type Action} from '../../../source/store/action.ts';
import {anchorTime} from '../../../source/store/list/viewport.ts';
import {previewTimes} from '../../../source/ui/prompts/time-prompt.tsx';
import {openDockedReader} from '../../helpers/docked-reader.tsx';
import {arrive, noon, opened, second} from '../../helpers/state-after.ts';
import {until} from '../../helpers/until.ts';

const hour = 3600 * second;
const created: Action = {
	kind: 'details-loaded',
	deployment: {
		id: 'storefront-7f3k2m',
		projectId: 'shop',
		status: {kind: 'succeeded'},
		domains: [],
		databases: {},
		createdAt: noon - 2 * hour,
	},
};

/** The server's clock is ten seconds ahead of ours. */
function open(actions: readonly Action[] = [created], columns = 160) {
	return openDockedReader(
		[
			opened,
			arrive([{}, {}, {}]),
			{kind: 'clock-told', offset: 10 * second},
			...actions,
		],
		{columns},
	);
}

it.each([
	['15m', {since: noon + 10 * second - hour / 4}],
	['2h ago', {since: noon + 10 * second - 2 * hour}],
	['deployment', {since: noon - 2 * hour}],
	['2025-11-24T10:00:00Z', {since: noon - 2 * hour}],
	['10:00 to 11:30', {since: noon - 2 * hour, until: noon - hour / 2}],
	['until 11:00', {until: noon - hour}],
	['', {}],
])(
	'`%s` at the time prompt asks for that time, by the server’s clock',
	async (words, range) => {
		using reader = open();
		await reader.type('t', words, 'enter');
		await until(() => {
			expect(reader.store.get().screen.mode.kind).toBe('list');
		});
		expect(reader.store.get().logs.query.range).toEqual(range);
	},
);

it('what was asked for before the server has told its clock counts by it all the same', async () => {
	using reader = openDockedReader([opened, arrive([{}, {}, {}])], {
		columns: 160,
	});
	const range = () => reader.store.get().logs.query.range;
	await reader.type('t', '15m', 'enter');
	await until(() => {
		expect(range().since).toBe(noon - hour / 4);
	});
	reader.store.dispatch({kind: 'clock-told', offset: 600 * second});
	expect(range()).toEqual({since: noon + 600 * second - hour / 4});
	expect(reader.store.get().logs.asked.range).toEqual(range());
	reader.store.dispatch({kind: 'clock-told', offset: 900 * second});
	expect(range().since).toBe(noon + 600 * second - hour / 4);
});

it('`@` and an instant goes there and keeps the query', async () => {
	using reader = open();
	await reader.type('t', '@12:00:01', 'enter');
	await until(() => {
		expect(reader.store.get().screen.mode.kind).toBe('list');
	});
	const {logs} = reader.store.get();
	expect(logs.query.range).toEqual({});
	expect(anchorTime(logs)).toBe(noon + second);
});

it('what cannot be read is said below it, and nothing typed is lost', async () => {
	using reader = open();
	await reader.type('t', 'soon-ish', 'enter');
	await until(() => {
		expect(reader.rows()).toEqual([
			' time soon-ish',
			expect.stringMatching(/soon-ish/v),
		]);
	});
	const {screen, logs} = reader.store.get();
	expect(screen.mode.kind).toBe('time');
	expect(logs.query.range).toEqual({});
	await reader.type('x');
	expect(reader.rows()[0]).toBe(' time soon-ishx');
	expect(reader.rows()[1]).toContain('15m  1h  6h');
});

it('up and down go round the presets, the deployment among them where it is known', async () => {
	using reader = open();
	await reader.type('t', 'down');
	expect(reader.rows()[0]).toBe(' time 15m');
	await reader.type('up');
	expect(reader.rows()[0]).toBe(' time deployment');
	await reader.type('tab', 'tab');
	expect(reader.rows()[0]).toBe(' time 1h');
	using other = open([]);
	await other.type('t', 'up');
	expect(other.rows()[0]).toBe(' time 14d');
	expect(other.rows()[1]).not.toContain('deployment');
});

it('esc leaves all as it was, ctrl+u empties it', async () => {
	using reader = open();
	await reader.type('t', '15m', 'ctrl+u');
	expect(reader.rows()[0]).toBe(' time');
	await reader.type('15m', 'escape');
	expect(reader.store.get().screen.mode.kind).toBe('list');
	expect(reader.store.get().logs.query.range).toEqual({});
	expect(reader.rows()).toEqual(['']);
});

it('on a narrow terminal what can be typed is cut, and takes no further row', async () => {
	using reader = open([created], 40);
	await reader.type('t');
	expect(reader.rows()).toEqual([
		' time',
		expect.stringMatching(/^ 15m {2}1h {2}6h {2}24h {2}7d .*…$/v),
	]);
	expect(reader.rows()[1]?.length).toBeLessThanOrEqual(40);
});

it('`@ -5m` counts from the selected entry, and a range may end so long after its start', async () => {
	using reader = open();
	await reader.type('k', 't', '@ -5m', 'enter');
	await until(() => {
		expect(reader.store.get().screen.mode.kind).toBe('list');
	});
	expect(anchorTime(reader.store.get().logs)).toBe(noon + second - hour / 12);
	await reader.type('t', '10:00 to +90m', 'enter');
	await until(() => {
		expect(reader.store.get().logs.query.range).toEqual({
			since: noon - 2 * hour,
			until: noon - hour / 2,
		});
	});
});

it('while one types, what is understood stands below, with date and zone', async () => {
	using reader = open();
	const stop = previewTimes(reader.store, reader.setting);
	for (const [words, understood] of [
		['15m', 'since 2025-11-24 11:45:10 UTC, and live'],
		['10:00 to 11:30', '2025-11-24 10:00:00 to 11:30:00 UTC'],
		['yesterday 14:00', 'since 2025-11-23 14:00:00 UTC, and live'],
		['@ -5m', 'goes to 2025-11-24 11:55:02 UTC'],
		['03/04/2025', '"03/04/2025" may be 3 April 2025 or 4 March 2025'],
		['gibberish', 'is no time that deplog can read'],
	] as const) {
		// eslint-disable-next-line no-await-in-loop -- One text after the other.
		await reader.type('t', words);
		// eslint-disable-next-line no-await-in-loop -- The same.
		await until(() => {
			expect(reader.rows()[1]).toContain(understood);
		});
		// eslint-disable-next-line no-await-in-loop -- The same.
		await reader.type('escape');
	}

	stop();
});
