import {expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openDeplog, sizes} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

const server = serveEach(() => [
	createDeployment({
		id: 'nights',
		entries: [
			{time: '2026-11-20T23:30:00.000Z', message: 'before midnight'},
			{time: '2026-11-21T00:10:00.000Z', message: 'after midnight'},
			{
				time: '2026-11-22T12:00:00.000Z',
				level: 'error',
				message: 'the day after',
			},
		],
	}),
]);

test.each(sizes)(
	'a rule says which day begins, in the zone of the times, at %i × %i',
	async (columns, rows) => {
		using deplog = openDeplog(
			[
				'nights',
				'--api-url',
				server.url,
				'--since',
				'2026-11-20T00:00:00Z',
				'--until',
				'2026-11-23T00:00:00Z',
				'--time-zone',
				'Europe/Berlin',
			],
			{columns, rows},
		);
		const list = async () => {
			const screen = await deplog.screen();
			return screen.match(
				/(?:before|after) midnight|the day after|── \w+day \S+/gv,
			);
		};

		await deplog.shows('── Sunday 2026-11-22 ──');
		// Half past midnight, and ten past one: of one day.
		expect(await list()).toEqual([
			'before midnight',
			'after midnight',
			'── Sunday 2026-11-22',
			'the day after',
		]);
		deplog.press('T');
		await deplog.shows('── Saturday 2026-11-21 ──');
		expect(await list()).toEqual([
			'before midnight',
			'── Saturday 2026-11-21',
			'after midnight',
			'── Sunday 2026-11-22',
			'the day after',
		]);
		deplog.press('e');
		await deplog.hides('── Saturday');
		deplog.press('T');
		await deplog.hides('── Sunday');
	},
);
