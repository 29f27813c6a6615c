import {expect, test, vi} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openDeplog} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

vi.setConfig({testTimeout: 60_000});

const deployments = ['one', 'two', 'three'].map((name, index) =>
	createDeployment({
		id: `storefront-${name}`,
		createdAt: new Date(Date.now() - index * 60_000).toISOString(),
		entries: [{level: 'info', message: `this is ${name}`}],
	}),
);

const server = serveEach(() => deployments);

test.each([
	[160, 45],
	[80, 24],
])(
	'@ lists the deployments of the project, and enter explores one, at %i × %i',
	async (columns, rows) => {
		using deplog = openDeplog(['storefront-one', '--api-url', server.url], {
			columns,
			rows,
		});
		await deplog.shows('this is one');
		deplog.press('@');
		await deplog.shows(/^▌ storefront-one .*✓ success .*this one/mv);
		await deplog.shows(/^ {2}storefront-two .*\n {2}storefront-three /mv);
		deplog.press('three');
		await deplog.shows(/^▌ storefront-three/mv);
		deplog.press('\r');
		await deplog.shows(/^ storefront-three .*LIVE/mv);
		await deplog.shows('this is three');
		expect(await deplog.screen()).not.toContain('this is one');
		await vi.waitFor(
			() => {
				expect(server.openLiveCount).toBe(1);
			},
			{timeout: 8000},
		);
		deplog.press('q');
		expect(await deplog.exitCode).toBe(0);
		await deplog.shows('To come back: deplog storefront-three ');
	},
);

test('an id that is not listed is taken as it is typed, and esc cancels', async () => {
	using deplog = openDeplog(['storefront-one', '--api-url', server.url]);
	await deplog.shows('this is one');
	deplog.press('@');
	await deplog.shows('storefront-two');
	deplog.press('\u001B');
	await deplog.hides('storefront-two');
	await deplog.shows('this is one');
	deplog.press('@storefront-none');
	await deplog.shows(/storefront-none +as it was typed/v);
	deplog.press('\r');
	await deplog.shows(/^ storefront-none .*OFFLINE/mv);
});

test('the palette of the demo knows that the network is cut, after @ too', async () => {
	using deplog = openDeplog(['demo', '--history']);
	await deplog.shows('● LIVE');
	deplog.press(':network');
	await deplog.shows('cut the network');
	expect(await deplog.screen()).not.toContain('heal the network');
	deplog.press('\r');
	await deplog.shows('RECONNECTING');
	deplog.press('@');
	await deplog.shows('The id of one can be typed.');
	deplog.press('storefront-elsewhere\r');
	await deplog.shows(/^ storefront-elsewhere /mv);
	deplog.press(':network');
	await deplog.shows('heal the network');
	expect(await deplog.screen()).not.toContain('cut the network');
	deplog.press('\r');
	// The server is there again, and knows no such deployment.
	await deplog.shows('OFFLINE');
	deplog.press(':network');
	await deplog.shows('cut the network');
	expect(await deplog.screen()).not.toContain('heal the network');
});
