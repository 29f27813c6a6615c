import {expect, test} from 'vitest';
import {type Feed, type Page} from '../../../source/feeds/feed.ts';
import {createV2Feed} from '../../../source/feeds/v2/v2.ts';
import {type Deployment} from '../../../source/log/deployment.ts';
import {type Entry, type Micros} from '../../../source/log/entry.ts';
import {createFilter, everything} from '../../../source/log/query.ts';
import {formatTime} from '../../../source/log/wall-time.ts';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {
	type ApiServer,
	type ServerOptions,
	startServer,
} from '../../../source/server/wire/server.ts';
import {collect, textOf} from '../../helpers/bytes.ts';
import {until} from '../../helpers/until.ts';

type Manner = NonNullable<ServerOptions['manner']>;
const manners: readonly Manner[] = [
	{kind: 'documented'},
	// A page of HTML now and then is for those to heal who ask again.
	{kind: 'live', pageEvery: Number.POSITIVE_INFINITY},
];
const created: Micros = (Date.now() - 7_200_000) * 1000;
const id = 'storefront-7f3k2m';

const connect = (
	server: ApiServer,
	given: {app?: string; token?: string} = {},
) =>
	createV2Feed({
		apiUrl: new URL(server.v2Url),
		org: 'acme',
		deploymentId: id,
		...given,
	});

const signal = () => new AbortController().signal;

async function readAll(
	feed: Feed,
	order: 'asc' | 'desc',
	filter = everything,
): Promise<readonly Entry[]> {
	const entries: Entry[] = [];
	let range: {since?: Micros; until?: Micros} = {};
	for (;;) {
		// eslint-disable-next-line no-await-in-loop -- A page says where the next begins.
		const {batch, whole}: Page = await feed.pastEntries({
			filter,
			range,
			order,
			limit: 1000,
			signal: signal(),
		});
		entries.push(...batch.entries);
		if (!Number.isFinite(order === 'asc' ? whole.to : whole.from)) {
			return entries;
		}

		range = order === 'asc' ? {since: whole.to} : {until: whole.from};
	}
}

const busy = () =>
	createDeployment({
		id,
		createdAt: formatTime(created),
		entries: Array.from({length: 3500}, (_, index) => ({
			time: formatTime(created + Math.floor(index / 3) * 1_000_000),
			level: ['info', 'warning', 'error', 'debug'][index % 4] ?? '',
			message: `entry ${index % 7 === 0 ? 'same' : index}`,
			region: index % 500 === 0 ? 'fra' : 'ord',
		})),
	});

test.each(manners)(
	'all of the past is read, either way, from a server as $kind',
	async (manner) => {
		await using server = await startServer({
			deployments: [busy()],
			organization: 'acme',
			manner,
		});
		const feed = connect(server, {app: 'storefront'});
		const ascending = await readAll(feed, 'asc');
		const descending = await readAll(feed, 'desc');
		expect(ascending).toHaveLength(3500);
		const content = ({time, message}: Entry) => `${time} ${message}`;
		expect(descending.map((entry) => content(entry)).toSorted()).toEqual(
			ascending.map((entry) => content(entry)).toSorted(),
		);

		const rare = await readAll(
			feed,
			'desc',
			createFilter({regions: ['fra'], levels: ['info', 'debug']}),
		);
		expect(rare).toHaveLength(7);
		const levels = await readAll(
			feed,
			'asc',
			createFilter({levels: ['error', 'warning']}),
		);
		expect(new Set(levels.map(({level}) => level))).toEqual(
			new Set(['error', 'warn']),
		);
	},
);

test.each(manners)(
	'a stream that is opened again brings nothing twice and loses nothing, as $kind',
	async (manner) => {
		const deployment = createDeployment({id, createdAt: formatTime(created)});
		await using server = await startServer({
			deployments: [deployment],
			organization: 'acme',
			manner,
		});
		const feed = connect(server);
		const lines: string[] = [];
		const follow = async (ending: AbortSignal) => {
			for await (const batch of feed.liveEntries({
				filter: everything,
				signal: ending,
			})) {
				for (const [index, entry] of [...batch.entries].entries()) {
					lines.push(entry.message);
					expect(textOf(batch.rawLine(index))).toContain('"revision_id"');
				}
			}
		};

		const log = (...messages: readonly string[]) => {
			deployment.log(
				messages.map((message) => ({
					time: formatTime(created + 7_200_000_000 + 5_000_000),
					level: 'info',
					message,
					region: 'ord',
				})),
			);
		};

		const first = new AbortController();
		const following = follow(first.signal);
		await until(() => {
			expect(server.openLiveCount).toBe(1);
		});
		log('a', 'a', 'b');
		await until(() => {
			expect(lines).toEqual(['a', 'a', 'b']);
		});
		first.abort();
		await following;
		log('a', 'c');
		const second = new AbortController();
		const again = follow(second.signal);
		await until(() => {
			expect(lines.toSorted()).toEqual(['a', 'a', 'a', 'b', 'c']);
		});
		second.abort();
		await again;
	},
);

test.each(manners)(
	'a build is followed from stage to stage to its verdict, as $kind',
	async (manner) => {
		const deployment = createDeployment({
			id,
			status: 'pending',
			createdAt: formatTime(created),
			// eslint-disable-next-line @typescript-eslint/naming-convention -- The API's name.
			labels: {'git.branch': 'main'},
		});
		await using server = await startServer({
			deployments: [deployment],
			organization: 'acme',
			manner,
		});
		const seen: Deployment[] = [];
		const feed = connect(server);
		const following = (async () => {
			for await (const {value} of feed.details({signal: signal()})) {
				seen.push(value);
			}
		})();
		await until(() => {
			expect(seen.at(-1)?.stages).toBeDefined();
		});
		deployment.changeStage({
			stage: 'building',
			status: 'running',
			command: 'deno task build',
		});
		await until(() => {
			expect(seen.at(-1)?.stages).toContainEqual(
				expect.objectContaining({
					name: 'building',
					status: 'running',
					command: 'deno task build',
				}),
			);
		});
		deployment.build({
			level: 'error',
			message: 'no such module',
			step: 'building',
		});
		deployment.changeStage({stage: 'building', status: 'errored'});
		await following;
		expect(seen.at(-1)).toMatchObject({
			status: {kind: 'failed'},
			// eslint-disable-next-line @typescript-eslint/naming-convention -- The API's name.
			labels: {'git.branch': 'main'},
			projectId: 'storefront',
		});
		const [log] = await collect(feed.buildLog({signal: signal()}));
		expect(log?.entries).toMatchObject([
			{level: 'error', message: 'no such module', step: 'building'},
		]);
		expect(log?.entries[0]?.time).toBeGreaterThan(created);
	},
);

test('a revision that is not there is said to be so', async () => {
	await using server = await startServer({deployments: [busy()]});
	const feed = createV2Feed({
		apiUrl: new URL(server.v2Url),
		deploymentId: 'nothing',
	});
	await expect(collect(feed.details({signal: signal()}))).rejects.toMatchObject(
		{status: 404},
	);
});
