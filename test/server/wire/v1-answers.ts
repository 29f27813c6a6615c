import {expect, test} from 'vitest';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {startServer} from '../../../source/server/wire/server.ts';
import {
	createSimulation,
	organizationId,
	projectId,
} from '../../../source/server/simulated/simulate.ts';

test('the deployments of a project are paged by number', async () => {
	const deployments = Array.from({length: 5}, (_, index) =>
		createDeployment({
			id: `storefront-${index}`,
			projectId: 'p',
			createdAt: `2026-01-0${index + 1}T00:00:00Z`,
		}),
	);
	await using server = await startServer({deployments});
	const url = `${server.url}/projects/p/deployments`;

	const ids: string[] = [];
	let next: string | undefined = `${url}?limit=2&order=desc`;
	while (next !== undefined) {
		/* eslint-disable no-await-in-loop -- A page names the next. */
		const response: Response = await fetch(next);
		const body = await response.text();
		/* eslint-enable no-await-in-loop */
		ids.push(
			...[...body.matchAll(/"id":"([^"]+)"/gv)].map(([, id = '']) => id),
		);
		next = /<([^>]+)>; rel="next"/v.exec(
			response.headers.get('link') ?? '',
		)?.[1];
	}

	expect(ids).toEqual([4, 3, 2, 1, 0].map((index) => `storefront-${index}`));

	const found = await fetch(`${url}?q=-3&sort=id`);
	expect(await found.json()).toMatchObject([{id: 'storefront-3'}]);
	const refused = await fetch(`${url}?sort=age`);
	expect(refused.status).toBe(400);
	const elsewhere = await fetch(`${server.url}/projects/q/deployments`);
	expect(elsewhere.status).toBe(404);
});

test('the simulated organization has the storefront, and it its deployments', async () => {
	await using server = await startServer(createSimulation());
	const projects = await fetch(
		`${server.url}/organizations/${organizationId}/projects`,
	);
	expect(await projects.json()).toMatchObject([
		{id: projectId, name: 'storefront'},
	]);
	const deployments = await fetch(
		`${server.url}/projects/${projectId}/deployments?order=desc`,
	);
	expect(await deployments.json()).toMatchObject([
		{id: 'storefront-7f3k2m', status: 'pending'},
		{id: 'storefront-8h0r5b', status: 'success'},
		{id: 'storefront-9d1c4e', status: 'failed'},
		{id: 'storefront-3q8v0a', status: 'success'},
		{id: 'storefront-2m7t6w', status: 'success'},
		{id: 'storefront-6ab1x9', status: 'success'},
	]);
});
