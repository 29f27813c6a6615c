import {expect, test} from 'vitest';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {copiedEntries, shownBatches} from '../../../source/ui/take/contents.ts';
import {openDesk} from '../../helpers/desk.ts';
import {arrive, ask, opened, stateAfter} from '../../helpers/state-after.ts';

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

const many = arrive(
	Array.from({length: 4500}, (_, index) => ({
		level: index % 2 === 0 ? 'info' : 'error',
	})),
);
const options = {limit: 10_000};

const messagesOf = (entries: Iterable<{readonly message: string}>) =>
	[...entries].map(({message}) => message);

test('a copy takes the selected entry', () => {
	const state = stateAfter([opened, many, {kind: 'move', by: -2}], options);
	expect(messagesOf(copiedEntries(state))).toEqual(['entry 4497']);
});

test('a copy takes the range where one was begun, in the order of time', () => {
	const actions = [
		opened,
		many,
		{kind: 'hold'},
		{kind: 'range'},
		{kind: 'move', by: -2},
	] as const;
	expect(messagesOf(copiedEntries(stateAfter(actions, options)))).toEqual([
		'entry 4497',
		'entry 4498',
		'entry 4499',
	]);
});

test('a copy takes nothing where nothing is', () => {
	expect(copiedEntries(stateAfter([opened]))).toEqual([]);
});

test('all that is shown is saved, batch after batch, as the filter shows it', () => {
	const state = stateAfter([opened, many, ask({levels: ['error']})], options);
	const batches = [...shownBatches(state)];
	expect(batches.map(({length}) => length)).toEqual([2000, 250]);
	expect(messagesOf(batches.flat())).toEqual(
		Array.from({length: 2250}, (_, index) => `entry ${2 * index + 1}`),
	);
});
