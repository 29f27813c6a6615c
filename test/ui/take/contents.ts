import {expect, test} from 'vitest';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {openDesk} from '../../helpers/desk.ts';

const start = Date.now() - 3600 * 1000;
const created = new Date(start - 60_000).toISOString();

/** One entry a second. */
function deploymentOf(count: number) {
	return createDeployment({
		createdAt: created,
		updatedAt: created,
		entries: Array.from({length: count}, (_, index) => ({
			time: new Date(start + index * 1000).toISOString(),
			level: 'info',
			region: 'gcp-us-east4',
			message: `entry ${index}\n`,
		})),
	});
}

const all = (count: number) =>
	Array.from({length: count}, (_, index) => `entry ${index}`);

test('before anything is written, the prompt names what is in it and what is not; tab loads that first', async () => {
	await using desk = await openDesk([deploymentOf(3500)]);
	await desk.shows('entry 3499');
	await desk.shows(/999 loaded since/v);
	desk.press('s');
	await desk.shows(/without what came before \d\d:\d\d:\d\d · 999 entries, /v);
	desk.press('\t');
	await desk.shows(/3,500 entries saved to .* · [\d:]+–[\d:]+, complete/v);
	expect(desk.taken.saved).toEqual(all(3500));
});

test('what is saved with a hole says so', async () => {
	await using desk = await openDesk([deploymentOf(3500)], {
		columns: 80,
		rows: 24,
	});
	await desk.shows('entry 3499');
	desk.press('s');
	await desk.shows('without what came before');
	desk.press('\r');
	await desk.shows(/999 entries saved without what came before/v);
	expect(desk.taken.saved.at(-1)).toBe('entry 3499');
});

test('where nothing is missing, that is said before and after', async () => {
	await using desk = await openDesk([deploymentOf(50)]);
	await desk.shows('entry 49');
	await desk.shows('all since the deployment');
	desk.press('s');
	await desk.shows(/50 entries, [\d:]+–[\d:]+, complete/v);
	desk.press('\r');
	await desk.shows(/50 entries saved to .*, complete/v);
});

test('esc stops the loading and stays at the prompt', async () => {
	await using desk = await openDesk([deploymentOf(3500)]);
	await desk.shows('entry 3499');
	desk.server.faults.add({kind: 'delay', milliseconds: 60_000});
	desk.press('s');
	await desk.shows('without what came before');
	desk.press('\t');
	await desk.shows(/loading what came before .* entries so far · esc stops/v);
	desk.press('\u001B');
	await desk.shows('without what came before');
	desk.press('\r');
	await desk.shows('entries saved without what came before');
});

test('what a server does not give is named, and the reader decides', async () => {
	await using desk = await openDesk([deploymentOf(3500)]);
	await desk.shows('entry 3499');
	desk.server.faults.add({kind: 'status', route: 'past', status: 403});
	desk.press('s\t');
	await desk.shows('enter takes what is there');
	desk.press('\r');
	await desk.shows('entries saved without what came before');
});

test('| and the keys that copy a range tell of holes as well', async () => {
	await using desk = await openDesk([deploymentOf(3500)]);
	await desk.shows('entry 3499');
	desk.press('|');
	await desk.shows('Not all of this is loaded. Open it as it is?');
	desk.press('\t');
	await desk.shows(/3,500 loaded/v);
	expect(desk.taken.opened).toEqual(all(3500));
});

test('a range is without what lies outside of it', async () => {
	await using desk = await openDesk([deploymentOf(3500)]);
	await desk.shows('entry 3499');
	await desk.shows(/999 loaded since/v);
	desk.press('Vkkky');
	await desk.shows(/4 messages copied: on the clipboard, \d\d:\d\d:\d\d–/v);
	expect(desk.taken.copied).toBe(all(3500).slice(-4).join('\n'));
});
