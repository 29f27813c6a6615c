import {expect, test, vi} from 'vitest';
import {sizes} from '../helpers/deplog-terminal.ts';
import {openReader} from '../helpers/open-reader.ts';

const entryCount = 30_000;
const start = Date.UTC(2025, 10, 24, 12);
const entries = Array.from({length: entryCount}, (_, index) => ({
	time: new Date(start + index * 100).toISOString(),
	level: index % 1000 === 0 ? 'error' : 'info',
	message: `entry ${index}.`,
}));
const range = [
	'--time-zone',
	'utc',
	'--since',
	'2025-11-24T12:00:00Z',
	'--until',
	'2025-11-24T13:00:00Z',
];

const openRange = async (columns: number, rows: number, delay: number) =>
	openReader({
		columns,
		rows,
		entries,
		argv: range,
		faults: [{kind: 'delay', milliseconds: delay, route: 'past'}],
	});

test.each(sizes)(
	'a past range is loaded to its end, and says how far it is, at %i × %i',
	async (columns, rows) => {
		await using reader = await openRange(columns, rows, 100);
		await reader.shows(/\d,\d{3} loaded, more…/v);
		await reader.selects('entry 0.');
		await reader.shows('30,000 shown');
		await reader.hides('more…');
		// What was loaded is shown to its end, which is no hole.
		reader.press('G');
		await reader.selects('entry 29999.');
		await reader.hides('loading');
		expect(await reader.screen()).toContain('PAST');
	},
);

test.each(sizes)(
	'esc stops it and keeps what has come, and enter on the rule goes on, at %i × %i',
	async (columns, rows) => {
		await using reader = await openRange(columns, rows, 150);
		await reader.shows(/[3-9],\d{3} loaded, more…/v);
		reader.press('\u001B');
		await reader.shows(/Stopped: \d+,\d{3} loaded\./v);
		await reader.hides('more…');
		const askedCount = reader.requests('past').length;
		reader.press('G');
		await reader.shows(/12:\d\d:\d\d–13:00:00 not loaded · stopped/v);
		await reader.selects(/entry \d+999\.|entry \d+998\./v);
		// Moving about loads nothing.
		reader.press('gGkj');
		await reader.selects(/entry \d+99[89]\./v);
		expect(reader.requests('past').length).toBe(askedCount);
		expect(await reader.screen()).toContain('stopped');

		reader.press('j');
		await reader.selects('enter goes on');
		reader.press('\r');
		await reader.shows('loaded, more…');
		await vi.waitFor(
			async () => {
				expect(await reader.screen()).toContain('30,000 shown');
			},
			{timeout: 20_000, interval: 50},
		);
		await reader.hides('stopped');
	},
);

test('a range of more than may be held is loaded as far as there is room, and on where the reader goes', async () => {
	await using reader = await openReader({
		entries,
		argv: [...range, '--buffer', '10000'],
	});
	await reader.shows(/(?:9|10),\d{3} loaded/v);
	await reader.hides('more…');
	reader.press('G');
	await reader.selects('entry 29999.');
	reader.press('g');
	await reader.selects('entry 0.');
});

test('a filter in a past range is loaded to its end as well', async () => {
	await using reader = await openRange(160, 45, 20);
	await reader.shows('loaded, more…');
	reader.press('e');
	await reader.shows('30 shown');
	await reader.asks({level: 'error', order: 'asc'});
	await reader.hides('more…');
	reader.press('a');
	await reader.shows('30,000 shown');
});
