import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	createDeployment,
	type GivenDeployment,
} from '../../../source/server/given/given-deployment.ts';
import {startServer} from '../../../source/server/wire/server.ts';

const instant = Date.UTC(2026, 0, 31, 12) * 1000;

test('pages end within an instant, and nothing is missed or doubled', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.integer({min: 0, max: 3}), {minLength: 1, maxLength: 24}),
			fc.integer({min: 1, max: 7}),
			fc.constantFrom('asc', 'desc'),
			async (offsets, limit, order) => {
				const deployment = createDeployment({
					entries: offsets.map((offset, index) => ({
						time: instant + offset,
						message: `${offset}-${String(index).padStart(2, '0')}`,
					})),
				});
				const expected = offsets
					.map((offset, index) => `${offset}-${String(index).padStart(2, '0')}`)
					.toSorted();
				const messages = await readAll(deployment, {limit, order});
				expect(order === 'asc' ? messages : messages.toReversed()).toEqual(
					expected,
				);
			},
		),
		{numRuns: 25},
	);
});

test.each(['asc', 'desc'])(
	'entries that arrive while someone pages, %s, are in none of the pages',
	async (order) => {
		let now = Date.UTC(2026, 0, 31, 13);
		const clock = () => now;
		const deployment = createDeployment({entries: entries(0, 10), clock});
		const messages = await readAll(
			deployment,
			{limit: 3, order, until: '', clock},
			() => {
				now += 1000;
				deployment.log({message: 'new'});
			},
		);
		expect(order === 'asc' ? messages : messages.toReversed()).toEqual(
			names(0, 10),
		);
	},
);

test('entries that are evicted while someone pages do not shift the pages', async () => {
	const deployment = createDeployment({entries: entries(0, 12)});
	const messages = await readAll(deployment, {limit: 4, order: 'asc'}, () => {
		deployment.evictBefore(instant + 6);
	});
	expect(messages).toEqual([...names(0, 4), ...names(6, 12)]);
});

test('the cursor comes with the address of the request', async () => {
	const deployment = createDeployment({entries: entries(0, 3)});
	await using server = await startServer({deployments: [deployment]});
	const response = await fetch(
		`${server.url}/deployments/${deployment.id}/app_logs?since=2026-01-31T00:00:00Z&limit=2&q=e`,
	);
	expect(response.headers.get('link')).toMatch(
		/^<http:\/\/127\.0\.0\.1:\d+\/v1\/deployments\/storefront-given00\/app_logs\?since=2026-01-31T00%3A00%3A00Z&limit=2&q=e&cursor=[\w\-]+>; rel="next"$/v,
	);
});

function entries(fromIndex: number, toIndex: number) {
	return names(fromIndex, toIndex).map((message, index) => ({
		time: instant + fromIndex + index,
		message,
	}));
}

function names(fromIndex: number, toIndex: number) {
	return Array.from(
		{length: toIndex - fromIndex},
		(_, index) => `entry ${fromIndex + index}`,
	);
}

async function readAll(
	deployment: GivenDeployment,
	{
		limit,
		order,
		until = '2026-02-01T00:00:00Z',
		clock,
	}: {limit: number; order: string; until?: string; clock?: () => number},
	betweenPages: () => void = () => undefined,
): Promise<readonly string[]> {
	await using server = await startServer({
		deployments: [deployment],
		...(clock && {clock}),
	});
	const messages: string[] = [];
	let address: string | undefined =
		`${server.url}/deployments/${deployment.id}/app_logs?since=2026-01-31T00:00:00Z&until=${until}&limit=${limit}&order=${order}`;
	while (address !== undefined) {
		/* eslint-disable no-await-in-loop -- A page names the next. */
		const response: Response = await fetch(address);
		const body = await response.text();
		/* eslint-enable no-await-in-loop */
		messages.push(
			...[...body.matchAll(/"message":"([^"]*)"/gv)].map(
				([, message = '']) => message,
			),
		);
		address = /<([^>]+)>; rel="next"/v.exec(
			response.headers.get('link') ?? '',
		)?.[1];
		betweenPages();
	}

	return messages;
}
