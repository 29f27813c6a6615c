import {expect, test} from 'vitest';
import {type FaultKind} from '../../source/server/faults/faults.ts';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {type ApiServer, startServer} from '../../source/server/wire/server.ts';
import {runDeplog} from '../helpers/run-deplog.ts';

const start = Date.parse('2026-01-31T12:00:00Z') * 1000;
const since = ['--since', '2026-01-31', '--time-zone', 'utc'];

/** Three at each instant, so that pages end inside one. */
const deployment = createDeployment({
	entries: entries(25_000, (index) => start + Math.floor(index / 3)),
});

type Spoil = FaultKind & {
	readonly skip?: number;
	readonly times?: number;
};

/** Servers that hand out pages badly; each answers well in the end. */
const spoils: Array<[string, readonly Spoil[]]> = [
	['pages that come short', [{kind: 'end', afterEntries: 7001, times: 3}]],
	['an empty page', [{kind: 'end', afterEntries: 0, times: 1}]],
	[
		'an empty page after a full one',
		[{kind: 'end', afterEntries: 0, skip: 1, times: 1}],
	],
	[
		'a page that ends in the middle of a line',
		[{kind: 'end', atByte: 100_013, times: 1}],
	],
	[
		'a connection that breaks within a page',
		[{kind: 'cut', atByte: 100_013, skip: 1, times: 1}],
	],
	['cursors that are ignored', [{kind: 'repeat'}]],
	['pages that overlap', [{kind: 'overlap', entries: 5}]],
	[
		'all that at once',
		[
			{kind: 'repeat', skip: 2, times: 1},
			{kind: 'overlap', entries: 2, times: 2},
			{kind: 'end', afterEntries: 4000, skip: 1, times: 2},
		],
	],
];

const readings: Array<[string, readonly string[], readonly number[]]> = [
	['oldest first', since, indices(0, 25_000)],
	[
		'newest first',
		[...since, '--order', 'desc'],
		indices(0, 25_000).toReversed(),
	],
	[
		'the last of them',
		['--until', '2026-02-01', '--limit', '20_500'],
		indices(4500, 25_000),
	],
];

test.each(
	spoils.flatMap(([spoiling, faults]) =>
		readings.map(
			([reading, flags, expected]) =>
				[spoiling, reading, {faults, flags, expected}] as const,
		),
	),
)(
	'%s: read %s, each entry is printed once, in order',
	async (_spoiling, _reading, {faults, flags, expected}) => {
		await using server = await startServer({deployments: [deployment]});
		for (const fault of faults) {
			server.faults.add({...fault, route: 'past'});
		}

		const {output, messages, exitCode} = await printed(server, flags);
		expect(indicesIn(output)).toEqual(expected);
		expect(messages).toBe('');
		expect(exitCode).toBe(0);
	},
);

test('an instant that holds more than a page is printed whole', async () => {
	const full = createDeployment({
		entries: entries(10_700, (index) => start + Math.max(0, index - 10_500)),
	});
	await using server = await startServer({deployments: [full]});
	const {output, exitCode} = await printed(server, since);
	expect(indicesIn(output)).toEqual(indices(0, 10_700));
	expect(exitCode).toBe(0);
});

test('pages that go in a circle come to an end: what is missing is said, with exit code 1', async () => {
	const full = createDeployment({
		entries: entries(
			21_000,
			(index) => start + (index < 500 ? index : 60_000_000),
		),
	});
	await using server = await startServer({deployments: [full]});
	server.faults.add({kind: 'repeat', route: 'past'});
	const {output, messages, exitCode} = await printed(server, since);
	expect(indicesIn(output)).toEqual(indices(0, 500));
	expect(messages).toBe(
		[
			'deplog: What was logged from 2026-01-31T12:01:00.000Z on is missing.\n',
			'deplog: The pages of past logs go round in a circle. Ask for less, with --since and --until, or try again later.\n',
		].join(''),
	);
	expect(exitCode).toBe(1);
	expect(server.requests.length).toBeLessThan(10);
});

test('a page that cannot be had leaves what came before it, and says what is missing', async () => {
	await using server = await startServer({deployments: [deployment]});
	server.faults.add({kind: 'status', status: 403, skip: 1, route: 'past'});
	const {output, messages, exitCode} = await printed(server, [
		...since,
		'--until',
		'2026-02-01',
	]);
	expect(indicesIn(output)).toEqual(indices(0, 9999));
	expect(messages).toMatch(
		/^deplog: What was logged from 2026-01-31T12:00:00.003Z to 2026-02-01T00:00:00.000Z is missing.\ndeplog: .*\n$/v,
	);
	expect(exitCode).toBe(3);
});

test('the last entries are printed as far as they can be had', async () => {
	await using server = await startServer({deployments: [deployment]});
	server.faults.add({kind: 'status', status: 403, skip: 1, route: 'past'});
	const {output, messages, exitCode} = await printed(server, [
		'--limit',
		'20_000',
		'--time-zone',
		'utc',
	]);
	expect(indicesIn(output)).toEqual(indices(15_003, 25_000));
	expect(messages).toMatch(
		/^deplog: What was logged before 2026-01-31T12:00:00.00\dZ is missing.\n/v,
	);
	expect(exitCode).toBe(3);
});

async function printed(server: ApiServer, flags: readonly string[]) {
	return runDeplog([deployment.id, '--api-url', server.url, ...flags]);
}

function entries(count: number, timeOf: (index: number) => number) {
	return Array.from({length: count}, (_, index) => ({
		time: timeOf(index),
		message: `entry ${index}`,
	}));
}

function indices(from: number, to: number): number[] {
	return Array.from({length: to - from}, (_, index) => from + index);
}

function indicesIn(output: string): number[] {
	return [...output.matchAll(/entry (\d+)/gv)].map(([, index]) =>
		Number(index),
	);
}
