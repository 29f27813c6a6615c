import {expect, test} from 'vitest';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {openDesk} from '../../helpers/desk.ts';

const started = Date.now() - 320_000;

/** Requests of three entries each, a second apart; every thirtieth entry is of none. */
const requests = (count: number) =>
	createDeployment({
		id: 'storefront-7f3k2m',
		createdAt: new Date(started).toISOString(),
		entries: Array.from({length: count}, (_, index) => ({
			time: (started + index * 1000) * 1000,
			level: index % 3 === 2 ? 'error' : 'info',
			message: `step ${index % 3} of request ${Math.floor(index / 3)}`,
			region: index % 2 === 0 ? 'fra' : 'ord',
			...(index % 30 !== 0 && {
				traceId: `4bf92f3577b34da6a3ce929d0e0e${String(Math.floor(index / 3)).padStart(4, '0')}`,
				spanId: `00f067aa0ba9${String(index).padStart(4, '0')}`,
			}),
		})),
	});

test('a trace is shown in full with its span, kept and hidden as a field, and shown as one list of all levels', async () => {
	await using desk = await openDesk([requests(300)], {isV2: true});
	await desk.shows(/step 2 of request 99/v);
	desk.press('e');
	await desk.shows(/Logs · errors/v);
	desk.press('\r');
	await desk.shows(/trace +4bf92f3577b34da6a3ce929d0e0e0099/v);
	await desk.shows(/span +00f067aa0ba90299/v);

	// The third field, behind level and region.
	desk.press('\t\t\t');
	await desk.shows(/▌trace/v);
	await desk.shows(/enter whole trace/v);
	desk.press('\r');
	await desk.shows(/step 0 of request 99/v);
	const screen = await desk.screen();
	expect(screen).toMatch(/step 1 of request 99/v);
	expect(screen).toMatch(/step 2 of request 99/v);
	expect(screen).not.toMatch(/request 98/v);
	expect(screen).toMatch(/trace:4bf92f3577b34da6/v);

	desk.press('<');
	await desk.shows(/step 2 of request 98/v);
	desk.press('\r\t\t\t');
	await desk.shows(/▌trace/v);
	desk.press('-');
	await desk.shows(/!trace:4bf9/v);
	desk.press('\u001B');
	await expect.poll(desk.screen).not.toMatch(/request 99/v);
});
