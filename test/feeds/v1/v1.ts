import {Buffer} from 'node:buffer';
import {type IncomingHttpHeaders, type ServerResponse} from 'node:http';
import {expect, test, vi} from 'vitest';
import {type Feed, type Page} from '../../../source/feeds/feed.ts';
import {createV1Feed} from '../../../source/feeds/v1/v1.ts';
import {type EntryBatch} from '../../../source/log/entry.ts';
import {createFilter, everything} from '../../../source/log/query.ts';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {
	type ApiServer,
	startServer,
} from '../../../source/server/wire/server.ts';
import {collect, textOf} from '../../helpers/bytes.ts';
import {listenHttp} from '../../helpers/listen.ts';
import {until} from '../../helpers/until.ts';

const noon = Date.UTC(2025, 10, 24, 12) * 1000;
const token = 'ddp_0123456789';

const connect = (server: ApiServer, deploymentId: string, given?: string) =>
	createV1Feed({apiUrl: new URL(server.url), deploymentId, token: given});

const past = async (
	feed: Feed,
	request: Partial<Parameters<Feed['pastEntries']>[0]> = {},
) =>
	feed.pastEntries({
		filter: everything,
		range: {},
		order: 'asc',
		limit: 100,
		signal: new AbortController().signal,
		...request,
	});

const messages = ({entries}: EntryBatch) =>
	[...entries].map(({message}) => message);

test('the details come with the server’s clock', async () => {
	const deployment = createDeployment({
		id: 'storefront-7f3k2m',
		createdAt: '2025-11-24T12:00:00.000Z',
		description: 'Deployed',
	});
	await using server = await startServer({deployments: [deployment], token});
	const feed = connect(server, 'storefront-7f3k2m', token);
	const before = Date.now() * 1000;
	const [answer] = await collect(
		feed.details({signal: new AbortController().signal}),
	);
	const {value, serverTime} = answer ?? {};
	expect(value).toMatchObject({
		id: 'storefront-7f3k2m',
		status: {kind: 'succeeded'},
		createdAt: noon,
		description: 'Deployed',
		domains: ['storefront-7f3k2m.deno.dev'],
	});
	expect(Math.abs((serverTime ?? 0) - before)).toBeLessThan(5_000_000);
});

test('past entries are asked for with every parameter', async () => {
	const deployment = createDeployment({
		entries: ['a', 'b', 'c'].map((message, index) => ({
			time: noon + index,
			level: 'error',
			message: `timeout & ${message}`,
		})),
	});
	await using server = await startServer({deployments: [deployment]});
	const feed = connect(server, deployment.id);
	const {batch, next} = await past(feed, {
		filter: createFilter({
			levels: ['warning', 'error'],
			regions: ['gcp-us-east4', 'mars-north1'],
			text: 'timeout &',
		}),
		range: {since: noon + 1, until: noon + 2},
		order: 'desc',
		limit: 10,
	});
	expect(server.requests[0]?.parameters).toEqual({
		q: 'timeout &',
		level: 'error,warning',
		region: 'gcp-us-east4,mars-north1',
		since: '2025-11-24T12:00:00.000Z',
		until: '2025-11-24T12:00:00.001Z',
		sort: 'time',
		order: 'desc',
		limit: '10',
	});
	// The server was asked for whole milliseconds.
	expect(messages(batch)).toEqual(['timeout & b']);
	expect(next).toBeUndefined();
});

test('what is not asked for is left out, and the past stays the past', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const feed = connect(server, deployment.id);
	await past(feed);
	await past(feed, {range: {until: noon}});
	expect(server.requests.map(({parameters}) => parameters)).toMatchObject([
		{since: '1970-01-01T00:00:00.000Z'},
		{until: '2025-11-24T12:00:00.000Z'},
	]);
	expect(server.requests[0]?.parameters).not.toHaveProperty('until');
	expect(server.requests[1]?.parameters).not.toHaveProperty('since');
	expect(server.requests[0]?.parameters).not.toHaveProperty('level');
});

test('pages are walked by the server’s own links to the end, raw lines kept', async () => {
	const lines = Array.from(
		{length: 25},
		(_, index) =>
			`{"time":"2025-11-24T12:00:00.${String(index).padStart(3, '0')}Z", "level":"info","message":"é${index}","region":"r"}`,
	);
	const deployment = createDeployment({entries: lines});
	await using server = await startServer({deployments: [deployment]});
	const feed = connect(server, deployment.id);
	const pages: Page[] = [];
	for (let cursor: string | undefined, isFirst = true; isFirst || cursor;) {
		isFirst = false;
		// eslint-disable-next-line no-await-in-loop -- A page leads to the next.
		const page = await past(feed, {limit: 10, cursor});
		pages.push(page);
		cursor = page.next;
	}

	expect(pages.map(({batch}) => batch.entries.length)).toEqual([10, 10, 5]);
	expect(
		pages.flatMap(({batch}) =>
			batch.entries.map((_, index) => textOf(batch.rawLine(index))),
		),
	).toEqual(lines);
});

test.each(['asc', 'desc'] as const)(
	'a JSON array is a page as well, %s',
	async (order) => {
		const deployment = createDeployment({
			entries: ['a', 'b'].map((message, index) => ({
				time: noon + index,
				message,
			})),
		});
		await using server = await startServer({deployments: [deployment]});
		server.faults.add({kind: 'array'});
		const {batch} = await past(connect(server, deployment.id), {order});
		expect(messages(batch)).toEqual(order === 'asc' ? ['a', 'b'] : ['b', 'a']);
	},
);

test('live entries flow with their filter, until nobody wants them; the server sees that', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment], token});
	const feed = connect(server, deployment.id, token);
	const controller = new AbortController();
	const accepted = vi.fn<(answer: {serverTime?: number}) => void>();
	const seen: string[] = [];
	const reading = (async () => {
		for await (const batch of feed.liveEntries({
			filter: createFilter({levels: ['error']}),
			signal: controller.signal,
			onAccepted: accepted,
		})) {
			seen.push(...messages(batch));
		}
	})();

	await until(() => {
		expect(accepted).toHaveBeenCalledTimes(1);
	});
	expect(accepted.mock.calls[0]?.[0].serverTime).toBeGreaterThan(0);
	expect(server.openLiveCount).toBe(1);
	expect(server.requests[0]?.parameters).toEqual({level: 'error'});
	deployment.log(
		{level: 'error', message: 'a'},
		{level: 'info', message: 'b'},
		{level: 'error', message: 'c'},
	);
	await until(() => {
		expect(seen).toEqual(['a', 'c']);
	});

	controller.abort();
	await reading;
	await until(() => {
		expect(server.requests[0]?.state).toBe('aborted');
	});
	expect(server.openLiveCount).toBe(0);
});

test('a live stream may be a JSON array: each entry is seen as it comes', async () => {
	const answers: ServerResponse[] = [];
	await using server = await listenHttp((_, response) => {
		response.setHeader('content-type', 'application/json');
		response.write('[\n  {"message":"a}"}');
		answers.push(response);
	});
	const feed = createV1Feed({
		apiUrl: new URL(server.origin),
		deploymentId: 'storefront',
	});
	const {signal} = new AbortController();
	const live = feed.liveEntries({filter: everything, signal});
	const first = await live.next();
	expect(first.value && messages(first.value)).toEqual(['a}']);
	answers[0]?.end(',\n  {"message":"b"}\n]\n');
	const rest = await collect(live);
	expect(rest.map((batch) => messages(batch))).toEqual([['b']]);
});

test('a reader that leaves its loop closes the stream', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const {signal} = new AbortController();
	const live = connect(server, deployment.id).liveEntries({
		filter: everything,
		signal,
		onAccepted() {
			deployment.log({message: 'a'});
		},
	});
	const first = await live.next();
	expect(first.value && messages(first.value)).toEqual(['a']);
	await live.return();

	await until(() => {
		expect(server.requests[0]?.state).toBe('aborted');
	});
});

test.each([
	['before the answer', 'delay'],
	['within the answer', 'silence'],
] as const)(
	'a past request that is aborted %s is gone from the wire',
	async (_, kind) => {
		const deployment = createDeployment({
			entries: [{message: 'a'}, {message: 'b'}],
		});
		await using server = await startServer({deployments: [deployment]});
		server.faults.add(
			kind === 'delay' ? {kind, milliseconds: 60_000} : {kind, afterEntries: 1},
		);
		const controller = new AbortController();
		const page = past(connect(server, deployment.id), {
			signal: controller.signal,
		});
		await until(() => {
			expect(server.requests[0]?.state).toBe('open');
		});
		controller.abort(new Error('not wanted'));
		await expect(page).rejects.toThrow('not wanted');
		await until(() => {
			expect(server.requests[0]?.state).toBe('aborted');
		});
	},
);

test('what is aborted before it began is never sent', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const feed = connect(server, deployment.id);
	const signal = AbortSignal.abort(new Error('not wanted'));
	await expect(past(feed, {signal})).rejects.toThrow('not wanted');
	expect(await collect(feed.liveEntries({filter: everything, signal}))).toEqual(
		[],
	);
	expect(await collect(feed.details({signal}))).toEqual([]);
	expect(await collect(feed.buildLog({signal}))).toEqual([]);
	expect(server.requests).toEqual([]);
});

test('a live request without an answer counts as accepted after a while', async () => {
	await using server = await listenHttp(() => undefined);
	const controller = new AbortController();
	const feed = createV1Feed({
		apiUrl: new URL(server.origin),
		deploymentId: 'storefront',
		timeouts: {refusal: 10, headers: 10, body: 10},
	});
	const accepted = new Promise((resolve) => {
		void collect(
			feed.liveEntries({
				filter: everything,
				signal: controller.signal,
				onAccepted: resolve,
			}),
		);
	});
	expect(await accepted).toEqual({serverTime: undefined});
	controller.abort();
	await until(() => {
		expect(server.sockets.size).toBe(0);
	});
});

test('the build log comes as it grows, and ends with the build', async () => {
	const deployment = createDeployment({
		status: 'pending',
		buildLines: [{level: 'info', message: 'Checking types'}],
	});
	await using server = await startServer({deployments: [deployment]});
	const seen: string[] = [];
	const reading = (async () => {
		const {signal} = new AbortController();
		for await (const {entries} of connect(server, deployment.id).buildLog({
			signal,
		})) {
			seen.push(...entries.map(({message}) => message));
		}
	})();

	await until(() => {
		expect(seen).toEqual(['Checking types']);
	});
	deployment.build({level: 'error', message: 'No such module'});
	deployment.change({status: 'failed'});
	await reading;
	expect(seen).toEqual(['Checking types', 'No such module']);
});

test('the base URL may have a path and a slash, the id anything', async () => {
	const urls: string[] = [];
	await using server = await listenHttp(({url = ''}, response) => {
		urls.push(url);
		response.end('{"id":"x"}');
	});
	const {signal} = new AbortController();
	for (const path of ['/v1', '/proxy/v1/', '']) {
		const feed = createV1Feed({
			apiUrl: new URL(server.origin + path),
			deploymentId: 'a/b ?c',
		});
		// eslint-disable-next-line no-await-in-loop -- In order.
		await collect(feed.details({signal}));
	}

	expect(urls).toEqual([
		'/v1/deployments/a%2Fb%20%3Fc',
		'/proxy/v1/deployments/a%2Fb%20%3Fc',
		'/deployments/a%2Fb%20%3Fc',
	]);
});

test('the token is in the header, and nowhere else; pages are asked for compressed', async () => {
	const sent: Array<{url?: string; headers: IncomingHttpHeaders}> = [];
	await using server = await listenHttp(({url, headers}, response) => {
		sent.push({url, headers});
		response.end('[]');
	});
	const feed = createV1Feed({
		apiUrl: new URL(server.origin),
		deploymentId: 'storefront',
		token,
	});
	await past(feed);
	expect(sent[0]?.headers.authorization).toBe(`Bearer ${token}`);
	expect(sent[0]?.headers).toHaveProperty('accept-encoding', 'gzip');
	expect(sent[0]?.url).not.toContain(token);
});

test('a cursor for another origin is not sent there', async () => {
	const sent: string[] = [];
	await using elsewhere = await listenHttp(({url = ''}, response) => {
		sent.push(url);
		response.end('[]');
	});
	const feed = createV1Feed({
		apiUrl: new URL('http://127.0.0.1:9/v1'),
		deploymentId: 'storefront',
		token,
	});
	await expect(
		past(feed, {cursor: `${elsewhere.origin}/page`}),
	).rejects.toMatchObject({kind: 'connection-refused'});
	expect(sent).toEqual([]);
});

test('a reader that stops pauses the socket: memory stays bounded', async () => {
	const line = `${JSON.stringify({message: 'x'.repeat(1000)})}\n`;
	const chunk = Buffer.from(line.repeat(64));
	const chunkCount = 1024;
	let sentCount = 0;
	await using server = await listenHttp((_, response) => {
		const write = () => {
			while (sentCount < chunkCount && !response.destroyed) {
				sentCount++;
				if (!response.write(chunk)) {
					return;
				}
			}

			response.end();
		};

		response.on('drain', write);
		write();
	});
	const feed = createV1Feed({
		apiUrl: new URL(server.origin),
		deploymentId: 'storefront',
	});
	const {signal} = new AbortController();
	const live = feed.liveEntries({filter: everything, signal});
	const first = await live.next();
	let count = first.value?.entries.length ?? 0;

	// It has stopped when two looks, some time apart, see the same.
	let seenCount = -1;
	await vi.waitFor(
		() => {
			const before = seenCount;
			seenCount = sentCount;
			expect(sentCount).toBe(before);
		},
		{interval: 200, timeout: 10_000},
	);
	expect(sentCount * chunk.length).toBeLessThan(24 * 1024 * 1024);

	for await (const {entries} of live) {
		count += entries.length;
	}

	expect(count).toBe(chunkCount * 64);
});
