import {beforeAll, expect, it} from 'vitest';
import {loadFuzzySearch} from '../../../source/ui/look/fuzzy-search.ts';
import {openDockedReader} from '../../helpers/docked-reader.tsx';
import {
	arrive,
	ask,
	land,
	noon,
	opened,
	second,
} from '../../helpers/state-after.ts';

beforeAll(loadFuzzySearch);

const seen = arrive([
	{region: 'gcp-us-east4'},
	{region: 'gcp-europe-west3'},
	{region: 'gcp-us-east4'},
	{region: 'gcp-asia-south1'},
	{region: ''},
]);

function open(columns = 80) {
	const reader = openDockedReader([opened, seen], {columns});
	return {
		...reader,
		regions: () => reader.store.get().logs.query.filter.regions,
	};
}

it('the regions seen are there with their counts, those with most entries first', async () => {
	using reader = open();
	await reader.type('r');
	expect(reader.rows()).toEqual([
		' regions',
		expect.stringMatching(/^▌ \[ \] us-east4 +2 loaded$/v),
		expect.stringMatching(/^ {2}\[ \] asia-south1 +1 loaded$/v),
		expect.stringMatching(/^ {2}\[ \] europe-west3 +1 loaded$/v),
	]);
});

it('space toggles, enter applies, and the next time they are still chosen', async () => {
	using reader = open();
	await reader.type('r', 'space', 'down', 'down', 'space');
	expect(reader.rows()[1]).toContain('[x] us-east4');
	expect(reader.regions()).toEqual([]);
	await reader.type('enter');
	expect(reader.regions()).toEqual(['gcp-europe-west3', 'gcp-us-east4']);
	await reader.type('r', 'space', 'enter');
	expect(reader.regions()).toEqual(['gcp-europe-west3']);
	await reader.type('r', 'ctrl+u', 'enter');
	expect(reader.regions()).toEqual([]);
});

it('what is typed narrows, though letters are missing, and enter on nothing changes nothing', async () => {
	using reader = open();
	await reader.type('r', 'eurp');
	expect(reader.rows()).toEqual([
		' regions eurp',
		expect.stringMatching(/^▌ \[ \] europe-west3/v),
		'',
		'',
	]);
	await reader.type('space', 'enter');
	expect(reader.regions()).toEqual(['gcp-europe-west3']);
	await reader.type('r', 'zzz', 'space');
	expect(reader.rows()[1]).toBe(' No region seen so far matches that.');
	await reader.type('enter');
	expect(reader.regions()).toEqual(['gcp-europe-west3']);
});

it('enter alone applies what is highlighted, unless something was toggled', async () => {
	using reader = open();
	await reader.type('r', 'enter');
	expect(reader.regions()).toEqual(['gcp-us-east4']);
	await reader.type('r', 'enter');
	expect(reader.regions()).toEqual(['gcp-us-east4']);
	await reader.type('r', 'eur', 'enter');
	expect(reader.regions()).toEqual(['gcp-europe-west3']);
	await reader.type('r', 'down', 'space', 'down', 'down', 'enter');
	expect(reader.regions()).toEqual(['gcp-asia-south1', 'gcp-europe-west3']);
	await reader.type('r', 'down', 'enter');
	expect(reader.regions()).toEqual(['gcp-asia-south1']);
	await reader.type('r', 'ctrl+u', 'enter');
	expect(reader.regions()).toEqual([]);
});

it('esc leaves the query as it was', async () => {
	using reader = open();
	await reader.type('r', 'space', 'escape');
	expect(reader.regions()).toEqual([]);
	expect(reader.store.get().logs.back).toEqual([]);
});

it('nothing moves under the reader’s eyes while entries go on arriving', async () => {
	using reader = open();
	await reader.type('r');
	const rows = reader.rows();
	reader.dispatch(
		arrive(Array.from({length: 9}, () => ({region: 'gcp-asia-south1'}))),
	);
	expect(reader.rows()).toEqual(rows);
	await reader.type('escape', 'r');
	expect(reader.rows()[1]).toMatch(/^▌ \[ \] asia-south1 +10 loaded$/v);
});

it('a region that is asked for is there though no entry of it was seen', async () => {
	using reader = open();
	reader.dispatch(ask({regions: ['gcp-nowhere1']}));
	await reader.type('r');
	expect(reader.rows().at(-1)).toMatch(/^ {2}\[x\] nowhere1 +0 loaded$/v);
});

it('before any was seen that is said', async () => {
	using reader = openDockedReader();
	await reader.type('r');
	expect(reader.rows()).toEqual([' regions', ' No region has been seen yet.']);
});

it('a long list is a third of the screen, and the chosen one stays in sight', async () => {
	using reader = openDockedReader(
		[
			opened,
			arrive(
				Array.from({length: 30}, (_, index) => ({
					region: `gcp-${'東'.repeat(20)}${String(index).padStart(2, '0')}`,
				})),
			),
		],
		{columns: 40},
	);
	await reader.type('r');
	for (let step = 0; step < 30; step++) {
		expect(reader.rows()).toHaveLength(9);
		expect(reader.rows().filter((row) => row.startsWith('▌'))).toHaveLength(1);
		reader.press('down');
	}
});

it('counts are of the time since which all regions are loaded, so that asking for one does not make its number jump', async () => {
	using reader = openDockedReader([
		opened,
		land([10, 11, 12], {from: 10}),
		arrive([{time: noon + 20 * second, region: 'gcp-us-east4'}]),
	]);
	await reader.type('r');
	expect(reader.rows()[1]).toMatch(/us-east4 +1 since 12:00:10$/v);
	await reader.type('enter');
	reader.dispatch(
		land([1, 2, 3], {
			from: 0,
			to: 10,
			filter: {levels: [], regions: ['gcp-us-east4'], text: ''},
		}),
	);
	await reader.type('r');
	expect(reader.rows()[1]).toMatch(/us-east4 +1 since 12:00:10$/v);
});
