import {expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given-deployment.ts';
import {startServer} from '../../source/server/server.ts';
import {openDeplog} from '../helpers/deplog-terminal.ts';

test.each([
	[160, 45],
	[80, 24],
])(
	'- hides the selected entry and all that differ from it in numbers only, at %i × %i',
	async (columns, rows) => {
		const deployment = createDeployment({
			entries: [1, 2, 3].flatMap((number) => [
				{message: `other ${'abc'.slice(0, number)}`},
				{message: `took ${number} ms`},
			]),
		});
		const server = await startServer({deployments: [deployment]});
		using deplog = openDeplog([deployment.id, '--api-url', server.url], {
			columns,
			rows,
		});
		await deplog.shows('took 3 ms');
		deplog.press('-');
		await deplog.hides(/took \d ms/v);
		expect(await deplog.screen()).toContain('other abc');
		deplog.press('<');
		await deplog.shows('took 3 ms');
		await server.close();
	},
	30_000,
);
