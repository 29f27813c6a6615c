import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openDeplog, sizes} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

const deployment = createDeployment({
	entries: Array.from({length: 200}, (_, index) => ({
		time: new Date(Date.now() - 60_000 + index * 10).toISOString(),
		level: 'info',
		message: `entry ${index}\n`,
	})),
});

const server = serveEach(() => [deployment]);

test.each(sizes)(
	'a range is shown in the gutter and copied whole at %i × %i',
	async (columns, rows) => {
		using deplog = openDeplog([deployment.id, '--api-url', server.url], {
			columns,
			rows,
		});
		await deplog.shows('entry 199');
		deplog.press('kVkk');
		await deplog.shows(
			/^▌.*entry 196 *\n│.*entry 197 *\n│.*entry 198 *\n .*entry 199/mv,
		);
		deplog.press('y');
		await deplog.shows(/3 messages copied: /v);
		expect(deplog.bytes()).toContain(
			Buffer.from('entry 196\nentry 197\nentry 198').toString('base64'),
		);
		await deplog.hides(/^│.*entry 197/mv);
	},
);

test.each(sizes)(
	'marks are found again one after the other at %i × %i',
	async (columns, rows) => {
		using deplog = openDeplog([deployment.id, '--api-url', server.url], {
			columns,
			rows,
		});
		await deplog.shows('entry 199');
		deplog.press('kkm');
		await deplog.shows(/^◆.*entry 197/mv);
		deplog.press('g');
		await deplog.shows(/entry 0\b/v);
		deplog.press("'");
		await deplog.shows(/^◆.*entry 197/mv);
		// The jump to the mark has marked where it began.
		deplog.press("'");
		await deplog.shows(/^◆.*entry 0\b/mv);
	},
);

test('without a mark it is said how to set one', async () => {
	using deplog = openDeplog([deployment.id, '--api-url', server.url]);
	await deplog.shows('entry 199');
	deplog.press("'");
	await deplog.shows('There is no mark yet. m sets one.');
});
