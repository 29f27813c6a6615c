import {expect, test} from 'vitest';
import {pageBounds, placeAmongOthers} from '../../source/feeds/bound-times.ts';
import {judgePage} from '../../source/feeds/v1/read-page.ts';
import {ownTimesOf, timesOf} from '../../source/feeds/json/batch.ts';
import {hasOwnTime} from '../../source/log/entry.ts';
import {EntryColumns} from '../../source/log/entry-columns.ts';
import {everything, type Order} from '../../source/log/query.ts';
import {farAhead, type TimeRange, toSpan} from '../../source/log/time-range.ts';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {apis, connectTo} from '../helpers/apis.ts';

/** In microseconds: what entries of a page say of their time; `?` is none, `!` one that cannot be. */
type Times = ReadonlyArray<number | '?' | '!'>;

const bounds = {from: 0, to: 1000};
const now = 900;

function pageOf(
	times: Times,
	{
		order,
		from = 100,
		to = 500,
		goesOn = true,
	}: {
		readonly order: Order;
		readonly from?: number;
		readonly to?: number;
		readonly goesOn?: boolean;
	},
) {
	const entries = EntryColumns.of(
		times.map((time) => ({
			time: time === '!' ? 9999 : time === '?' ? now : time,
			...(time === '?' && {timeText: ''}),
			level: 'info',
			region: '',
			message: '',
		})),
	);
	const span = {from, to};
	placeAmongOthers([entries], {order, span, bounds, now, goesOn});
	const batch = {
		entries,
		malformedCount: 0,
		rawLine: () => new Uint8Array(),
	};
	const all = timesOf([batch]);
	return {
		times: [...all],
		judged: judgePage(
			{
				order,
				range: span,
				times: ownTimesOf([batch], all),
				count: all.length,
				isFull: true,
				hasNext: goesOn,
			},
			undefined,
		),
	};
}

test.each<readonly [string, Times, Times]>([
	['behind one that has a time', [110, '?', '!', 120], [110, 110, 110, 120]],
	['at the start of what was asked for', ['!', '?', 110], [100, 100, 110]],
	['there where none has a time', ['?', '!'], [100, 100]],
])(
	'what has no time of its own stands, of the oldest first, %s',
	(_name, times, placed) => {
		expect(pageOf(times, {order: 'asc'}).times).toEqual(placed);
	},
);

test.each<readonly [string, Times, Times]>([
	[
		'behind the older one',
		[130, '?', '!', 120, 110],
		[130, 120, 120, 120, 110],
	],
	[
		'at the newer one where the older one ends the page',
		[120, '?', 110, '!'],
		[120, 120, 110, 110],
	],
	['right behind the only one', ['?', 110], [111, 110]],
	['at the end of what was asked for', ['?', '!'], [499, 499]],
])(
	'what has no time of its own stands, of the newest first, %s',
	(_name, times, placed) => {
		expect(pageOf(times, {order: 'desc'}).times).toEqual(placed);
	},
);

test.each<readonly [Order, Times, number, number]>([
	['asc', ['!', '?', '!'], 100, 100],
	['asc', [110, 120, '!', '?'], 100, 120],
	['desc', ['!', '?', '!'], 500, 500],
	['desc', ['!', 120, 110, '?'], 111, 500],
])(
	'an entry without a time of its own says nothing of how far a page has come: %s, %j',
	(order, times, from, to) => {
		expect(pageOf(times, {order}).judged).toMatchObject({whole: {from, to}});
	},
);

test('of the last page, entries none of which has a time stand at the server’s now', () => {
	const to = Number.POSITIVE_INFINITY;
	expect(pageOf(['?', '!'], {order: 'asc', to, goesOn: false}).times).toEqual([
		now,
		now,
	]);
});

test.each(apis)(
	'what is dated ahead is in no page up to now, and is had by its time: $name',
	async (api) => {
		const time = Date.now() * 1000 + 3_600_000_000;
		const deployment = createDeployment({
			id: 'shop-1',
			createdAt: new Date(Date.now() - 7_200_000).toISOString(),
			entries: [
				{message: 'now', time: Date.now() * 1000 - 60_000_000},
				{message: 'ahead', time},
			],
		});
		await using server = await startServer({
			deployments: [deployment],
			manner: api.manner,
		});
		const feed = connectTo(api, server, {app: 'shop', deploymentId: 'shop-1'});
		const ask = async (range: TimeRange) => {
			const {batch} = await feed.pastEntries({
				filter: everything,
				range,
				order: 'asc',
				limit: 100,
				signal: new AbortController().signal,
			});
			return [...batch.entries].map(({time, message}) => ({time, message}));
		};

		expect(await ask({since: time - 7_200_000_000})).toEqual([
			expect.objectContaining({message: 'now'}),
		]);
		expect(await ask({since: time - 60_000_000, until: farAhead})).toEqual([
			{time, message: 'ahead'},
		]);
	},
);

const day = 86_400_000_000;
const today = Date.UTC(2026, 10, 28) * 1000;

test.each([
	['of today', [0, 1], []],
	['of months ago, as saved logs are', [90, 120, 300], []],
	['of today and of half a year ago', [0, 180], []],
	['of years ago', [2000, 2001], []],
	['of today and of 1970', [0, 1, 20_000], [2]],
	['of today and of the year 1', [0, 739_000], [1]],
	['of months ago and of 2001', [90, 100, 9000, 9001], [2, 3]],
])('of entries %s those stand elsewhere that cannot be', (_name, ages, odd) => {
	for (const order of ['asc', 'desc'] as const) {
		const times = new Float64Array(ages.map((age) => today - age * day));
		const {from, to} = pageBounds(
			today,
			today,
			toSpan({}),
			order === 'desc' ? times : times.toReversed(),
		);
		expect(
			[...times.keys()].filter((index) => {
				const time = times[index] ?? 0;
				return time < from || time > to;
			}),
		).toEqual(odd);
	}
});

test.each(apis)(
	'an entry of 1970 stands beside the oldest one: $name',
	async (api) => {
		const now = Date.now() * 1000;
		await using server = await startServer({
			deployments: [
				createDeployment({
					id: 'shop-1',
					createdAt: '1969-12-01T00:00:00Z',
					entries: [
						{message: 'odd', time: day},
						{message: 'a', time: now - 2 * day},
						{message: 'b', time: now - day},
					],
				}),
			],
			manner: api.manner,
		});
		const feed = connectTo(api, server, {app: 'shop', deploymentId: 'shop-1'});
		const {batch} = await feed.pastEntries({
			filter: everything,
			range: {since: 0},
			order: 'asc',
			limit: 100,
			signal: new AbortController().signal,
		});
		expect(
			[...batch.entries].filter((entry) => !hasOwnTime(entry)),
		).toMatchObject([{message: 'odd'}]);
	},
);
