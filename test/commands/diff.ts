import {expect, test} from 'vitest';
import {
	comparePatterns,
	readSample,
	type Sample,
} from '../../source/commands/diff/samples.ts';
import {diffJson, diffText} from '../../source/commands/diff.ts';
import {createFilter} from '../../source/log/query.ts';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {formatTime} from '../../source/server/given/time-text.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {Grouping} from '../../source/store/patterns/grouping.ts';

const start = (Date.now() - 7_200_000) * 1000;
const minute = 60_000_000;

/** An entry every so often for an hour. */
const every = (
	minutes: number,
	message: (index: number) => string,
	level: string,
) =>
	Array.from({length: Math.floor(60 / minutes) + 1}, (_, index) => ({
		time: formatTime(start + index * minutes * minute),
		level,
		message: message(index),
	}));

const before = createDeployment({
	id: 'shop-r1',
	createdAt: formatTime(start),
	entries: [
		...every(
			1,
			(index) => `GET /items/${index} 200 in ${index + 3} ms`,
			'info',
		),
		...every(
			20,
			(index) => `upstream timeout after ${3000 + index} ms`,
			'warning',
		),
		...every(30, () => 'old cache is warm', 'info'),
	],
});
const after = createDeployment({
	id: 'shop-r2',
	createdAt: formatTime(start),
	entries: [
		...every(
			1,
			(index) => `GET /items/${index} 200 in ${index + 3} ms`,
			'info',
		),
		...every(
			2,
			(index) => `upstream timeout after ${3000 + index} ms`,
			'warning',
		),
		...every(
			10,
			(index) => `TypeError: no id in order ${index}\u001B[2J`,
			'error',
		),
	],
});

test.each(['v1', 'v2'] as const)(
	'what is new, gone and much more frequent is told, over %s',
	async (version) => {
		await using server = await startServer({deployments: [before, after]});
		const grouping = new Grouping();
		const read = async (deploymentId: string, limit?: number) =>
			readSample(
				{
					deploymentId,
					apiUrl: new URL(version === 'v1' ? server.url : server.v2Url),
					flags: [],
				},
				{
					filter: createFilter({}),
					range: {},
					order: 'asc',
					isFollowing: false,
					format: 'text',
					hasColors: false,
					timeZone: 'utc',
					bufferEntries: 1000,
					hasBell: false,
					isLatestFollowed: false,
					...(limit !== undefined && {limit}),
				},
				grouping,
			);
		const a = await read('shop-r1');
		const b = await read('shop-r2');
		const compared = comparePatterns(a, b, grouping);
		expect(
			compared.map(({change, pattern, after: {count}}) => [
				change,
				pattern.replaceAll(/<[^>]*>/gv, '*'),
				count,
			]),
		).toEqual([
			['new', expect.stringContaining('TypeError: no id in order *'), 7],
			['more frequent', 'upstream timeout after * ms', 31],
			['gone', 'old cache is warm', 0],
		]);
		const text = diffText(compared, a, b, {timeZone: 'utc', hasColors: false});
		expect(text).toMatch(
			/^b {2}shop-r2 {2}99 entries, .*first error .*TypeError: no id in order 0/mv,
		);
		expect(text).toMatch(/^new in b: 1\n {2}error +×7 {2}7\/h {2}TypeError/mv);
		expect(text).toMatch(/×31 {2}4 → 31\/h {2}upstream timeout/v);
		expect(text).not.toContain('\u001B');
		expect(text).not.toContain('Not all was looked at');
		const [first = ''] = diffJson(compared).split('\n');
		expect(JSON.parse(first)).toMatchObject({
			change: 'new',
			certain: true,
			level: 'error',
			before: {count: 0},
			after: {count: 7},
		});

		const part = await read('shop-r1', 10);
		expect(part).toMatchObject({entryCount: 10, isWhole: false});
		expect(
			diffText(comparePatterns(part, b, grouping), part, b, {
				timeZone: 'utc',
				hasColors: false,
			}),
		).toMatch(
			/the newest 10 entries.*what is new in b may be in the rest of a/sv,
		);
	},
);

test('what may be chance is told apart from what is certain', () => {
	const grouping = new Grouping();
	const sample = (
		id: string,
		hours: number,
		counts: Readonly<Record<string, number>>,
	): Sample => ({
		deploymentId: id,
		entryCount: 100,
		from: start,
		to: start + hours * 60 * minute,
		isWhole: true,
		groups: new Map(
			Object.entries(counts).map(([message, count]) => [
				grouping.groupOf(message),
				{count, rank: 0, level: 'error'},
			]),
		),
	});
	const day = sample('day', 24, {
		'card declined by issuer': 24,
		'disk is full': 1,
		'slow answer of the bank': 24,
	});
	const compare = (b: Sample) =>
		comparePatterns(day, b, grouping).map(({change, isCertain, pattern}) => [
			pattern,
			change,
			isCertain,
		]);
	// An hour shows one in an hour, but not that one of them is missing.
	expect(
		compare(
			sample('hour', 1, {
				'slow answer of the bank': 4,
				'no price in the cart': 1,
			}),
		),
	).toEqual([
		['no price in the cart', 'new', true],
		['slow answer of the bank', 'more frequent', false],
		['card declined by issuer', 'gone', false],
		['disk is full', 'gone', false],
	]);
	expect(
		compare(
			sample('other day', 24, {
				'slow answer of the bank': 240,
				'no price in the cart': 1,
			}),
		),
	).toEqual([
		['slow answer of the bank', 'more frequent', true],
		['card declined by issuer', 'gone', true],
		['disk is full', 'gone', false],
		['no price in the cart', 'new', false],
	]);
	const text = diffText(
		comparePatterns(day, sample('moment', 0, {}), grouping),
		day,
		sample('moment', 0, {}),
		{timeZone: 'utc', hasColors: false},
	);
	expect(text).toContain(
		'gone in b: 0\nonly in a, but so few that b may log them too: 3\n',
	);
});
