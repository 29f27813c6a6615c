import {beforeAll, expect, it} from 'vitest';
import {decodeStatus} from '../../../source/feeds/v1/decode.ts';
import {type Deployment} from '../../../source/log/deployment.ts';
import {loadFuzzySearch} from '../../../source/ui/look/fuzzy-search.ts';
import {openDockedReader} from '../../helpers/docked-reader.tsx';
import {noon, second} from '../../helpers/state-after.ts';

beforeAll(loadFuzzySearch);

const deployments: readonly Deployment[] = [
	['storefront-7f3k2m', 'success', ['storefront.deno.dev']],
	['storefront-9a8b7c', 'failed', []],
	['checkout-1x2y3z', 'pending', ['checkout.example']],
].map(([id, status, domains], index) => ({
	id: String(id),
	projectId: 'shop',
	status: decodeStatus(String(status)),
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
	expect(reader.rows()[1]).toBe(' No deployment is like that.');
	expect(reader.asked).toEqual([]);
});

it('a list that comes after the picker was closed opens nothing', async () => {
	using reader = await open();
	await reader.type('escape');
	reader.dispatch({kind: 'deployments-loaded', deployments});
	expect(reader.rows()).toEqual(['']);
});
