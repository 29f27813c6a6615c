/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */
import {expect, test} from 'vitest';
import {createV2Feed} from '../../../source/feeds/v2/v2.ts';
import {everything} from '../../../source/log/query.ts';
import {listenHttp} from '../../helpers/listen.ts';

const day = (number: number) =>
	`2026-03-${String(number).padStart(2, '0')}T12:00:00.000Z`;

/** Apps whose lists are newest first, two revisions a page; `wanted` was created on 10 March. */
const revisionsOf: Readonly<Record<string, readonly string[]>> = {
	old: ['o9', 'o7', 'o5', 'o3', 'o1'],
	shop: ['s20', 's18', 's10', 's8', 's6', 's4'],
	young: ['y25'],
};

async function serve(hostnames: readonly string[]) {
	const paths: string[] = [];
	const server = await listenHttp((request, response) => {
		const url = new URL(request.url ?? '', 'http://localhost');
		const path = url.pathname.replace('/v2', '');
		paths.push(path);
		const [, app = ''] = /^\/apps\/(\w+)/v.exec(path) ?? [];
		if (path === '/apps') {
			response.end(
				JSON.stringify([
					{slug: 'old', created_at: day(1), updated_at: day(9)},
					{slug: 'young', created_at: day(24), updated_at: day(25)},
					{slug: 'shop', created_at: day(1), updated_at: day(20)},
				]),
			);
		} else if (path.endsWith('/timelines')) {
			response.end(
				JSON.stringify([
					{slug: 'production', domains: hostnames.map((domain) => ({domain}))},
				]),
			);
		} else if (path.endsWith('/revisions')) {
			const from = Number(url.searchParams.get('cursor') ?? 0);
			const ids = revisionsOf[app] ?? [];
			if (from + 2 < ids.length) {
				response.setHeader('link', `<?cursor=${from + 2}>; rel="next"`);
			}

			response.end(
				JSON.stringify(
					ids
						.slice(from, from + 2)
						.map((id) => ({id, created_at: day(Number(id.slice(1)))})),
				),
			);
		} else if (path.startsWith('/revisions/')) {
			const id = path.split('/').at(-1) ?? '';
			response.end(
				JSON.stringify({
					id,
					status: 'succeeded',
					created_at: day(Number(id.slice(1))),
				}),
			);
		} else if (path.endsWith('/logs')) {
			response.end('{"logs":[],"next_cursor":null}');
		} else if (app in revisionsOf) {
			response.end(JSON.stringify({slug: app}));
		} else {
			response.statusCode = 404;
			response.end();
		}
	});
	return {server, paths};
}

test.each([
	['what leads to it', ['shop.acme.deno.net'], 's10', 1],
	['its own domain', ['shop-s10.acme.deno.net'], 's10', 1],
	['the domain of a branch', ['shop--fix.acme.deno.net'], 's10', 1],
	['the lists: that of the app that changed last first', [], 's10', 4],
	['the lists, no further back than it was created', [], 'o7', 6],
])(
	'the app of a revision is found by %s, once, whoever asks',
	async (_, hostnames, deploymentId, mostRequests) => {
		const {server, paths} = await serve(hostnames);
		await using _server = server;
		const feed = createV2Feed({
			apiUrl: new URL(`${server.origin}/v2`),
			deploymentId,
		});
		const {signal} = new AbortController();
		const page = async () =>
			feed.pastEntries({
				filter: everything,
				range: {},
				order: 'desc',
				limit: 100,
				signal,
			});
		const [details] = await Promise.all([
			feed.details({signal}).next(),
			page(),
			page(),
		]);
		expect(details.value).toMatchObject({
			value: {projectId: deploymentId.startsWith('s') ? 'shop' : 'old'},
		});
		const search = paths.slice(
			0,
			paths.findIndex((path) => path.endsWith('/logs')),
		);
		expect(
			search.filter((path) => /^\/apps(?:\/|$)/v.test(path)).length,
		).toBeLessThanOrEqual(mostRequests);
	},
);
