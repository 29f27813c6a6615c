import {beforeAll, expect, it} from 'vitest';
import {type Deployment, statusNamed} from '../../../source/log/deployment.ts';
import {loadFuzzySearch} from '../../../source/ui/look/fuzzy-search.ts';
import {wantedLists} from '../../../source/store/wanted/wanted.ts';
import {deploymentChoices} from '../../../source/ui/deployment-picker/deployment-choices.ts';
import {openDockedReader} from '../../helpers/docked-reader.tsx';
import {noon, second} from '../../helpers/state-after.ts';
import {processorTime} from '../../helpers/processor-time.ts';

beforeAll(loadFuzzySearch);

const deployments: readonly Deployment[] = [
	['storefront-7f3k2m', 'success', ['storefront.deno.dev']],
	['storefront-9a8b7c', 'failed', []],
	['checkout-1x2y3z', 'pending', ['checkout.example']],
].map(([id, status, domains], index) => ({
	id: String(id),
	projectId: 'shop',
	status: statusNamed(String(status)),
	domains: [domains ?? []].flat(),
	databases: {},
	createdAt: noon - index * 3600 * second,
}));

async function open() {
	const reader = openDockedReader([], {columns: 90});
	await reader.type('@');
	return reader;
}

it('while they are asked for that is said, then each has its verdict, its time and its domain', async () => {
	using reader = await open();
	expect(reader.rows()[1]).toBe(' Asking for those of the project …');
	reader.dispatch({kind: 'deployments-loaded', deployments});
	expect(reader.rows().slice(0, 4)).toEqual([
		' deployment',
		expect.stringMatching(
			/^▌ storefront-7f3k2m +✓ success +2025-11-24 12:00:00 +this one$/v,
		),
		expect.stringMatching(
			/^ {2}storefront-9a8b7c +✗ failed +2025-11-24 11:00:00$/v,
		),
		expect.stringMatching(
			/^ {2}checkout-1x2y3z +◐ building +2025-11-24 10:00:00 +checkout\.example$/v,
		),
	]);
});

it('enter explores another, and goes back to the list for the same one', async () => {
	using reader = await open();
	reader.dispatch({kind: 'deployments-loaded', deployments});
	await reader.type('enter');
	expect(reader.asked).toEqual([]);
	expect(reader.store.get().screen.mode.kind).toBe('list');
	await reader.type('@');
	reader.dispatch({kind: 'deployments-loaded', deployments});
	await reader.type('down', 'enter');
	expect(reader.asked).toEqual(['explore storefront-9a8b7c']);
});

it('they are found by a domain, and what was typed is offered as an id', async () => {
	using reader = await open();
	reader.dispatch({kind: 'deployments-loaded', deployments});
	await reader.type('checkout.exa');
	expect(reader.rows()[1]).toMatch(/^▌ checkout-1x2y3z/v);
	await reader.type('ctrl+u', 'other-id');
	expect(reader.rows().join('\n')).toMatch(/^. other-id {2}as it was typed$/mv);
});

it('those that could not be read are said to be, and an id can be typed all the same', async () => {
	using reader = await open();
	reader.dispatch({
		kind: 'deployments-failed',
		reason: 'The server said 500.\u001B[2J',
	});
	expect(reader.rows()[1]).toMatch(
		/^ The server said 500\..*The id of one can be typed\.$/v,
	);
	await reader.type('other-id', 'enter');
	expect(reader.asked).toEqual(['explore other-id']);
});

it('a token that was pasted by mistake is no id', async () => {
	using reader = await open();
	reader.dispatch({kind: 'deployments-loaded', deployments: []});
	await reader.type(`ddp_${'a1'.repeat(18)}`, 'enter');
	expect(reader.rows()[1]).toBe(' No deployment matches that.');
	expect(reader.asked).toEqual([]);
});

it('a list that comes after the picker was closed opens nothing', async () => {
	using reader = await open();
	await reader.type('escape');
	reader.dispatch({kind: 'deployments-loaded', deployments});
	expect(reader.rows()).toEqual(['']);
});

it('what is highlighted stays so when a newer one comes in front of it', async () => {
	using reader = await open();
	reader.dispatch({kind: 'deployments-loaded', deployments});
	await reader.type('down');
	expect(reader.rows()[2]).toMatch(/^▌ storefront-9a8b7c/v);
	const [first] = deployments;
	reader.dispatch({
		kind: 'deployments-loaded',
		deployments: [
			{
				id: 'storefront-newest',
				projectId: 'shop',
				status: {kind: 'building'},
				domains: [],
				databases: {},
				createdAt: (first?.createdAt ?? 0) + second,
			},
			...deployments,
		],
	});
	expect(reader.rows()[1]).toMatch(/^ {2}storefront-newest +◐ building/v);
	expect(reader.rows()[3]).toMatch(/^▌ storefront-9a8b7c/v);
	await reader.type('enter');
	expect(reader.asked).toEqual(['explore storefront-9a8b7c']);
});

it('the branch, the commit, the author and what serves are told, and each is found', async () => {
	using reader = openDockedReader([], {columns: 160});
	await reader.type('@');
	reader.dispatch({
		kind: 'deployments-loaded',
		deployments: [
			{
				id: 'r9k2xyzw1234',
				projectId: 'shop',
				status: {kind: 'succeeded'},
				domains: ['shop.acme.deno.net'],
				databases: {},
				createdAt: noon,
				isServing: true,
				labels: {
					branch: 'main',
					message: 'Charge twice\n\nat most',
					author: 'Ada Okafor',
				},
			},
			{
				id: 'r8j1xyzw1234',
				projectId: 'shop',
				status: {kind: 'failed'},
				domains: [],
				databases: {},
				createdAt: noon - second,
				isServing: false,
				labels: {branch: 'bundles', author: 'Bo'},
			},
		],
	});
	expect(reader.rows()[1]).toMatch(
		/^▌ r9k2xyzw1234 +✓ success +2025-11-24 12:00:00 +serves +main +Charge twice +Ada Okafor +shop\.ac/v,
	);
	await reader.type('bundles');
	expect(reader.rows()[1]).toMatch(/^▌ r8j1xyzw1234/v);
	await reader.type('ctrl+u', 'okafor twice');
	expect(reader.rows()[1]).toMatch(/^▌ r9k2xyzw1234/v);
});

it('tab leads to the projects, enter to the deployments of one, esc back step by step', async () => {
	using reader = await open();
	reader.dispatch({kind: 'deployments-loaded', deployments});
	await reader.type('tab');
	expect(reader.rows()[0]).toBe(' project');
	reader.dispatch({
		kind: 'projects-loaded',
		projects: [
			{id: 'p1', name: 'checkout'},
			{id: 'p2', name: 'search'},
		],
	});
	await reader.type('sear', 'enter');
	expect(reader.rows()[0]).toBe(' deployment of search');
	reader.dispatch({
		kind: 'deployments-loaded',
		projectId: 'p2',
		deployments: deployments.map((one) => ({...one, projectId: 'p2'})),
	});
	await reader.type('down', 'enter');
	expect(reader.asked).toEqual(['explore storefront-9a8b7c of p2']);
	await reader.type('escape');
	expect(reader.rows()[0]).toBe(' project');
	await reader.type('escape');
	expect(reader.store.get().screen.mode.kind).toBe('list');
});

it('where nothing is explored yet esc stays and says how to leave', async () => {
	using reader = openDockedReader([], {
		isUnchosen: true,
		mode: {
			kind: 'projects',
			value: '',
			index: 0,
			highlighted: '',
			list: {kind: 'loading'},
		},
	});
	await reader.type('escape');
	expect(reader.store.get().screen.mode.kind).toBe('projects');
	expect(reader.store.get().screen.notice).toContain('ctrl+c quits');
	await reader.type('ctrl+c');
	expect(reader.asked).toEqual(['quit']);
});

it('the next page is wanted as one scrolls towards the end, or types', async () => {
	using reader = await open();
	const many = Array.from({length: 100}, (_, index) => ({
		id: `shop-${String(index).padStart(4, '0')}`,
		projectId: 'shop',
		status: {kind: 'succeeded'} as const,
		domains: [],
		databases: {},
		createdAt: noon - index * second,
	}));
	const [first] = many;
	if (first === undefined) {
		throw new Error('There are many.');
	}

	reader.dispatch(
		{
			kind: 'details-loaded',
			deployment: first,
		},
		{kind: 'deployments-loaded', deployments: many, next: 'page 2'},
	);
	const cursors = () =>
		wantedLists(reader.store.get()).flatMap((list) =>
			list.kind === 'more-deployments' ? [list.cursor] : [],
		);
	expect(cursors()).toEqual([]);
	await reader.type('9');
	expect(cursors()).toEqual(['page 2']);
	await reader.type('ctrl+u');
	expect(cursors()).toEqual([]);
	for (let row = 0; row < 60; row++) {
		reader.press('down');
	}

	expect(cursors()).toEqual(['page 2']);
	reader.dispatch({
		kind: 'deployments-loaded',
		deployments: many.map((one, index) => ({
			...one,
			id: `shop-b${index}`,
			createdAt: noon - (100 + index) * second,
		})),
		after: 'page 2',
	});
	expect(cursors()).toEqual([]);
	await reader.type('b77');
	expect(reader.rows()[1]).toMatch(/^▌ shop-b77/v);
});

it('a list of thousands is narrowed within a frame', () => {
	const items = Array.from({length: 5000}, (_, index) => ({
		id: `shop-${index.toString(36).padStart(6, '0')}`,
		projectId: 'shop',
		status: {kind: 'succeeded'} as const,
		domains: [`shop-${index}.acme.deno.net`],
		databases: {},
		createdAt: noon - index * second,
		labels: {
			branch: `branch-${index % 40}`,
			message: `Change number ${index} of the shop`,
			author: 'Ada Okafor',
		},
	}));
	const typed = 'change 4321';
	const costs = Array.from(typed, (_, index) => {
		const start = processorTime();
		const choices = deploymentChoices(
			{
				kind: 'deployments',
				value: typed.slice(0, index + 1),
				index: 0,
				highlighted: '',
				list: {kind: 'loaded', items},
			},
			{readTarget: () => undefined},
		);
		expect(choices.length).toBeGreaterThan(0);
		return processorTime() - start;
	});
	// The middle one, so that a pause of the machine says nothing.
	expect(costs.toSorted((a, b) => a - b)[5]).toBeLessThan(33);
});
