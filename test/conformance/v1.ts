/*
What is documented of version 1 of the deployment API, asked of a server by two callers: plain HTTP, and the official client.

Without more it asks the embedded server. Any other server is asked with

	CONFORMANCE_API_URL=https://api.example.com/v1 \
	CONFORMANCE_DEPLOYMENT_ID=my-project-abc123 \
	DENO_DEPLOY_TOKEN=ddp_… \
	npx vitest run test/conformance

It only reads there: the details, the build log, and the app logs of the last hour until a minute ago. Each filter is compared with the same hour read whole. What only the embedded server can show (exact contents, live entries) is skipped then, and reported as skipped.
*/
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer, type ApiServer} from '../../source/server/wire/server.ts';
import {
	officialCaller,
	plainCaller,
	type Access,
	type Caller,
	type Parameters,
	type WireEntry,
} from '../helpers/v1-callers.ts';

const {
	CONFORMANCE_API_URL: otherUrl,
	CONFORMANCE_DEPLOYMENT_ID: otherId = '',
	DENO_DEPLOY_TOKEN: otherToken = '',
} = process.env;
const isEmbedded = otherUrl === undefined;
const anyText: unknown = expect.any(String);
const minute = 60_000;
const hourEnd = Math.floor(Date.now() / minute) * minute - minute;
const hour = {
	since: new Date(hourEnd - 60 * minute).toISOString(),
	until: new Date(hourEnd).toISOString(),
};

const regions = ['gcp-us-east4', 'gcp-europe-west3', 'gcp-asia-northeast1'];
const levels = ['debug', 'info', 'info', 'info', 'warning', 'error'];
const deployment = createDeployment({
	id: 'storefront-7f3k2m',
	buildLines: [
		{level: 'info', message: 'Checking types'},
		{level: 'info', message: 'Deployed in 6.2 s'},
	],
	// Four entries share each instant, so that pages end within one.
	entries: Array.from({length: 1000}, (_, index) => ({
		time: (hourEnd - 50 * minute + Math.floor(index / 4) * 1000) * 1000,
		level: levels[index % levels.length],
		region: regions[index % regions.length],
		message: index % 7 === 0 ? `upstream Timeout ${index}\n` : `ok ${index}\n`,
	})),
});

let embedded: ApiServer | undefined;
let access: Access;
const id = isEmbedded ? deployment.id : otherId;

beforeAll(async () => {
	if (otherUrl === undefined) {
		embedded = await startServer({
			deployments: [deployment],
			token: 'ddp_test',
		});
		access = {url: embedded.url, token: 'ddp_test'};
	} else {
		access = {url: otherUrl, token: otherToken};
	}
});

afterAll(async () => {
	await embedded?.close();
});

describe.each([
	['plain HTTP', plainCaller],
	['npm’s subhosting', officialCaller],
])('asked by %s', (_, createCaller) => {
	let caller: Caller;
	let whole: readonly WireEntry[];

	beforeAll(async () => {
		caller = createCaller(access);
		whole = await readAll(caller, {...hour, order: 'asc', limit: 10_000});
	});

	test('the details name the deployment, its project and its status', async () => {
		const details = await caller.details(id);
		expect(details).toMatchObject({id});
		expect(details).toHaveProperty('projectId', anyText);
		expect(details).toHaveProperty('createdAt', anyText);
		expect(details).toHaveProperty('updatedAt', anyText);
		expect(details).toHaveProperty(
			'status',
			expect.stringMatching(/^(?:failed|pending|success)$/v),
		);
	});

	test('the build log is an array of levels and messages', async () => {
		const lines = await caller.buildLog(id);
		for (const line of lines) {
			expect(line).toHaveProperty('level', anyText);
			expect(line).toHaveProperty('message', anyText);
		}

		if (isEmbedded) {
			expect(lines).toHaveLength(2);
		}
	});

	test('an hour read to its end is in order and inside its range', () => {
		const times = whole.map(({time}) => Date.parse(time));
		expect(times).toEqual(times.toSorted((a, b) => a - b));
		expect(times.every((time) => time >= Date.parse(hour.since))).toBe(true);
		expect(times.every((time) => time <= Date.parse(hour.until))).toBe(true);
		if (isEmbedded) {
			expect(whole).toHaveLength(1000);
		}
	});

	test('newest first is the default, and a hundred entries', async () => {
		const {entries} = await caller.page(id, hour);
		expect(entries).toEqual(
			whole.slice(-100).toReversed().slice(0, entries.length),
		);
		expect(entries).toHaveLength(Math.min(100, whole.length));
	});

	test.each<[string, Parameters, (entry: WireEntry) => boolean]>([
		['one level', {level: 'error'}, ({level}) => level === 'error'],
		[
			'several levels',
			{level: 'error,warning'},
			({level}) => level === 'error' || level === 'warning',
		],
		[
			'one region',
			{region: regions[0] ?? ''},
			({region}) => region === regions[0],
		],
		[
			'several regions',
			{region: regions.slice(0, 2).join(',')},
			({region}) => regions.slice(0, 2).includes(region),
		],
		['a text', {q: 'Timeout'}, ({message}) => message.includes('Timeout')],
		[
			'everything at once',
			{q: 'up', level: 'info,debug', region: regions[1] ?? ''},
			({level, message, region}) =>
				message.includes('up') &&
				['info', 'debug'].includes(level) &&
				region === regions[1],
		],
		[
			'parameters that are present but empty',
			{q: '', level: '', region: '', cursor: ''},
			() => true,
		],
	])(
		'%s: what comes is what the hour holds of it',
		async (_name, filter, isMatch) => {
			const expected = whole.filter((entry) => isMatch(entry));
			const parameters = {...hour, ...filter, order: 'asc', limit: 10_000};
			expect(await readAll(caller, parameters)).toEqual(expected);
			if (isEmbedded) {
				expect(expected.length).toBeGreaterThan(10);
			}
		},
	);

	test.each(['asc', 'desc'])(
		'small pages, %s, by cursor to the end, are the whole',
		async (order) => {
			const limit = Math.max(7, Math.ceil(whole.length / 40));
			const entries = await readAll(caller, {
				...hour,
				order,
				limit,
				sort: 'time',
			});
			expect(entries).toEqual(order === 'asc' ? whole : whole.toReversed());
		},
	);

	test('a deployment that is not there is not found', async () => {
		expect(await caller.refusal('no-such-deployment')).toBe(404);
	});

	test('a token that is not valid is refused', async () => {
		const stranger = createCaller({...access, token: 'ddp_stranger'});
		expect(await stranger.refusal(id)).toBe(401);
	});

	test.each<[string, Parameters]>([
		['a time that is none', {since: 'yesterday'}],
		[
			'a range that ends before it begins',
			{since: hour.until, until: hour.since},
		],
		['a limit of zero', {...hour, limit: 0}],
		['a limit over 10,000', {...hour, limit: 10_001}],
		['a cursor that is damaged', {...hour, cursor: 'damaged'}],
	])('%s is a bad request', async (_name, parameters) => {
		expect(await caller.refusal(id, parameters)).toBe(400);
	});
});

test.skipIf(!isEmbedded)(
	'neither since nor until: entries come as they are logged, and limit and order are without effect',
	async () => {
		const response = await fetch(
			`${access.url}/deployments/${id}/app_logs?limit=1&order=wrong&cursor=wrong&sort=wrong`,
			{
				headers: {
					authorization: `Bearer ${access.token}`,
					accept: 'application/x-ndjson',
				},
			},
		);
		expect(response.headers.get('content-type')).toBe('application/x-ndjson');
		deployment.log({message: 'one'}, {message: 'two'});
		deployment.endLive();
		const body = await response.text();
		const messages = body.match(/"message":"\w+"/gv);
		expect(messages).toEqual(['"message":"one"', '"message":"two"']);
	},
);

async function readAll(
	caller: Caller,
	parameters: Parameters,
): Promise<readonly WireEntry[]> {
	const all: WireEntry[] = [];
	let cursor: string | undefined;
	do {
		// eslint-disable-next-line no-await-in-loop -- A page names the next.
		const page = await caller.page(
			id,
			cursor === undefined ? parameters : {...parameters, cursor},
		);
		all.push(...page.entries);
		cursor = page.cursor;
	} while (cursor !== undefined);

	return all;
}
