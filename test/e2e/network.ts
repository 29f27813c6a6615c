import {expect, test, vi} from 'vitest';
import {sizes} from '../helpers/deplog-terminal.ts';
import {openReader} from '../helpers/open-reader.ts';

const minute = 60_000;
const patience = {timeout: 20_000};

test.each(sizes)(
	'a server that stops and starts again: the screen tells the truth at each moment, at %i × %i',
	async (columns, rows) => {
		await using reader = await openReader({
			columns,
			rows,
			entries: Array.from({length: 60}, (_, index) => ({
				time: new Date(Date.now() - minute + index * 100).toISOString(),
				level: 'info',
				message: `before ${index}.`,
			})),
		});
		const {deployment, server} = reader;
		await reader.shows('● LIVE · following');
		deployment.log({message: 'live at last'});
		await reader.selects('live at last');

		await server.disconnect();
		await reader.shows(/◌ RECONNECTING · attempt \d+/v);
		await reader.shows('local only');
		await reader.shows(/entries since \d\d:\d\d:\d\d may be missing · reconn/v);
		deployment.log(
			...Array.from({length: 5}, (_, index) => ({message: `missed ${index}.`})),
		);
		expect(await reader.screen()).not.toContain('missed');

		await server.reconnect();
		reader.press('R');
		await reader.shows('● LIVE · following');
		await reader.selects('missed 4.');
		await reader.shows(/reconnected after [\d.]+ m?s · 5 entries filled/v);
		await reader.hides('local only');
		await reader.hides('may be missing');

		// What other queries ask for later has nothing to do with it.
		deployment.log({level: 'error', message: 'an error'});
		reader.press('e');
		await vi.waitFor(() => {
			const last = reader.requests('live').at(-1);
			expect(last?.parameters).toEqual({level: 'error'});
		}, patience);
		reader.press('a');
		deployment.log({message: 'after the filter'});
		await reader.selects('after the filter');
		await reader.shows(/reconnected after [\d.]+ m?s · 5 entries filled/v);
	},
);

test.each(sizes)(
	'a server that refuses: the reason and what to do are on the screen until it is well again, at %i × %i',
	async (columns, rows) => {
		await using reader = await openReader({columns, rows});
		const {deployment, server} = reader;
		deployment.log({message: 'hello'});
		await reader.selects('hello');
		const fault = server.faults.add({kind: 'status', status: 403});
		deployment.endLive();
		await reader.shows('✗ OFFLINE · R tries again');
		await reader.shows('403');
		deployment.log({message: 'not seen'});

		reader.press('R');
		await reader.hides('Reconnecting and reloading everything.');
		await reader.shows('✗ OFFLINE · R tries again');

		fault.heal();
		reader.press('R');
		await reader.shows('● LIVE · following');
		await reader.selects('not seen');
		await vi.waitFor(async () => {
			expect(await reader.screen()).toMatch(
				/reconnected after [\d.]+ m?s · 1 entry filled/v,
			);
		}, patience);
		await reader.hides('OFFLINE');
	},
);
