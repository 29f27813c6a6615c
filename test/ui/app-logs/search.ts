import {expect, test} from 'vitest';
import {createFilter, createQuery} from '../../../source/log/query.ts';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {openDesk} from '../../helpers/desk.ts';

const started = Date.now() - 10_000_000;

test('what is far between is searched for back to the beginning, says how far it has got, and stops at a key', async () => {
	await using desk = await openDesk(
		[
			createDeployment({
				id: 'storefront-7f3k2m',
				createdAt: new Date(started).toISOString(),
				entries: Array.from({length: 9900}, (_, index) => ({
					time: (started + index * 1000) * 1000,
					message: `entry ${index}`,
					region: index === 5 || index === 9890 ? 'fra' : 'ord',
				})),
			}),
		],
		{isV2: true},
	);
	await desk.shows(/entry 9899/v);
	const {heal} = desk.server.faults.add({
		kind: 'delay',
		milliseconds: 150,
		route: 'past',
	});
	desk.store.dispatch({
		kind: 'query',
		query: createQuery({filter: createFilter({regions: ['fra']})}),
	});
	await desk.shows(/searching … back to [\d:]+ · esc stops/v);
	expect(await desk.screen()).toMatch(/entry 9890/v);

	desk.press('\u001B');
	await desk.shows(/before [\d:]+ not loaded · stopped · enter goes on/v);
	const pastCount = () =>
		desk.server.requests.filter(
			({route, parameters}) => route === 'past' && 'end' in parameters,
		).length;
	const stopped = pastCount();
	desk.press('kk');
	await desk.shows(/▌?── before/v);
	// What the live stream may lack is all that is asked for.
	expect(pastCount() - stopped).toBeLessThan(5);

	heal();
	desk.press('gk\r');
	await desk.shows(/entry 5\b/v);
	await desk.shows(/all since the revision/v);
});
