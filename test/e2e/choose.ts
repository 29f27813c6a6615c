import {expect, test, vi} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {openDeplog} from '../helpers/deplog-terminal.ts';

vi.setConfig({testTimeout: 60_000});

test('where nothing is known an app is chosen, then a revision, and a newer one is gone to with filters kept', async () => {
	const deployments = ['one', 'two'].map((name, index) =>
		createDeployment({
			id: `storefront-${name}`,
			createdAt: new Date(Date.now() - (index + 1) * 60_000).toISOString(),
			entries: [
				{
					time: new Date(Date.now() - 30_000).toISOString(),
					level: 'error',
					message: `this is ${name}`,
				},
			],
			labels: {branch: 'main', message: `Deploy ${name}`},
		}),
	);
	await using server = await startServer({deployments, organization: 'acme'});
	using deplog = openDeplog(['--api-url', server.v2Url], {
		columns: 120,
		rows: 30,
		// eslint-disable-next-line @typescript-eslint/naming-convention -- The environment's name.
		environment: {DENO_DEPLOY_APP: ''},
	});
	await deplog.shows('Choose an app');
	await deplog.shows(/^▌ storefront /mv);
	deplog.press('\r');
	await deplog.shows(/^▌ storefront-one .*✓ success .*Deploy one/mv);
	deplog.press('two');
	await deplog.shows(/^▌ storefront-two/mv);
	deplog.press('\r');
	await deplog.shows('this is two');
	await deplog.shows(/^ storefront · storefront-two .*▲ one success {2}L/mv);
	deplog.press('e');
	await deplog.shows('errors only');
	deplog.press('L');
	await deplog.shows(/^ storefront · storefront-one .*LIVE/mv);
	await deplog.shows('this is one');
	const screen = await deplog.screen();
	expect(screen).toContain('errors only');
	expect(screen).not.toContain('this is two');
	expect(screen).toMatch(/one since [\d\-]* ?\d\d:\d\d:\d\d · enter: two/v);
	deplog.press('<<');
	await deplog.shows('this is two');
	deplog.press('q');
	expect(await deplog.exitCode).toBe(0);
});
