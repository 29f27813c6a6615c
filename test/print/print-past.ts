import {expect, test} from 'vitest';
import {
	createDeployment,
	type GivenDeployment,
} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {runDeplog} from '../helpers/run-deplog.ts';

const start = Date.parse('2026-01-31T12:00:00Z') * 1000;

test('a pipe gets the last 100 lines of the server, byte for byte, oldest first', async () => {
	const lines = Array.from(
		{length: 150},
		(_, index) =>
			String.raw`{ "message":"caf\u00e9 é ${index}\n","extra":[1, 2.50], "time":"${timeOf(index)}", "level":"info","region":"gcp-us-east4" }`,
	);
	const {output, messages, exitCode} = await printed(
		createDeployment({entries: lines}),
	);
	expect(output).toBe(`${lines.slice(50).join('\n')}\n`);
	expect(messages).toBe('');
	expect(exitCode).toBe(0);
});

const hundreds = Array.from({length: 300}, (_, index) => ({
	time: start + index * 1_000_000,
	message: `entry ${index}\n`,
}));

test.each([
	[[], indices(200, 300)],
	[['--limit', '3'], indices(297, 300)],
	[['--order', 'desc', '--limit', '3'], indices(297, 300).toReversed()],
	[['--since', at(100)], indices(100, 300)],
	[['--since', at(100), '--limit', '3'], indices(100, 103)],
	[['--since', at(100), '--until', at(110)], indices(100, 110)],
	[
		['--since', at(100), '--until', at(110), '--limit', '2'],
		[100, 101],
	],
	[
		['--since', at(100), '--order', 'desc', '--limit', '3'],
		indices(297, 300).toReversed(),
	],
	[['--since', at(295), '--order', 'desc'], indices(295, 300).toReversed()],
	[['--until', at(110)], indices(0, 110)],
	[['--until', at(110), '--limit', '3'], indices(107, 110)],
	[
		['--until', at(110), '--order', 'desc', '--limit', '3'],
		indices(107, 110).toReversed(),
	],
])('%j prints what the table says', async (flags, expected) => {
	const {output} = await printed(createDeployment({entries: hundreds}), flags);
	expect(indicesIn(output)).toEqual(expected);
});

test('more entries than a page holds are paged, each once', async () => {
	const deployment = createDeployment({
		entries: Array.from({length: 25_000}, (_, index) => ({
			// Three at each instant, so that pages end inside one.
			time: start + Math.floor(index / 3),
			message: `entry ${index}`,
		})),
	});
	const all = await printed(deployment, ['--since', '2026-01-01']);
	expect(indicesIn(all.output)).toEqual(indices(0, 25_000));
	const some = await printed(deployment, ['--limit', '20_500']);
	expect(indicesIn(some.output)).toEqual(indices(4500, 25_000));
});

test('levels, regions and text are asked of the server', async () => {
	await using server = await startServer({deployments: [createDeployment()]});
	await runDeplog([
		'storefront-given00',
		'--api-url',
		server.url,
		'--level',
		'warn,error',
		'--region',
		'us-east4,europe-west3',
		'-q',
		'time out',
	]);
	expect(server.requests.map(({parameters}) => parameters)).toEqual([
		expect.objectContaining({
			level: 'error,warning',
			region: 'gcp-europe-west3,gcp-us-east4',
			q: 'time out',
			limit: '100',
			order: 'desc',
		}),
	]);
});

test('lines that are no entries are left out, counted and said', async () => {
	const {output, messages, exitCode} = await printed(
		createDeployment({
			entries: [{message: 'entry 1'}, 'garbage', '{"time":1}'],
		}),
	);
	expect(indicesIn(output)).toEqual([1]);
	expect(messages).toBe(
		'deplog: 2 lines of the server could not be read as entries and were left out.\n',
	);
	expect(exitCode).toBe(0);
});

test('JSON is one array of what the server sent', async () => {
	const deployment = createDeployment({entries: hundreds});
	const {output} = await printed(deployment, ['--format', 'json']);
	expect(JSON.parse(output)).toHaveLength(100);
	const none = await printed(createDeployment(), ['--format', 'json']);
	expect(none.output).toBe('[]\n');
});

const told = createDeployment({
	entries: [
		{
			time: start + 123_456,
			level: 'error',
			region: 'gcp-us-east4',
			message: 'first\n  second\u001B]0;title\u0007\u001B[2J\n',
		},
		{
			time: start + 1_000_000,
			level: 'lou\u001B[2Jd',
			region: 'mo\u001B[2Jon',
			message: '\u001B[32mgreen\u001B[0m\u0000',
		},
	],
});

test('text says time, zone, level, region and message, and drives no terminal', async () => {
	const {output} = await printed(told, [
		'--format=text',
		'--time-zone=Asia/Kolkata',
	]);
	expect(output).toBe(
		[
			'2026-01-31T17:30:00.123+05:30 error   us-east4 first\n',
			'      second\n',
			'2026-01-31T17:30:01.000+05:30 loud    moon green␀\n',
		].join(''),
	);
});

test('pretty text has colors, and nothing else that drives a terminal', async () => {
	const {output} = await printed(told, ['--format=pretty', '--time-zone=utc']);
	expect(output).toContain('\u001B[31merror  \u001B[39m');
	expect(output).toContain('\u001B[32mgreen');
	expect(output).toContain('2026-01-31T12:00:00.123Z');
	const afterEscapes = output.split('\u001B').slice(1);
	expect(afterEscapes.filter((part) => !/^\[[\d;]*m/v.test(part))).toEqual([]);
	expect(output).not.toContain('\u0007');
	const plain = await printed(told, ['--format=pretty', '--no-color']);
	expect(plain.output).not.toContain('\u001B');
});

async function printed(
	deployment: GivenDeployment,
	flags: readonly string[] = [],
) {
	await using server = await startServer({deployments: [deployment]});
	const result = await runDeplog([
		deployment.id,
		'--api-url',
		server.url,
		...flags,
	]);
	return result;
}

function timeOf(index: number): string {
	return new Date(start / 1000 + index * 1000).toISOString();
}

function at(index: number): string {
	return timeOf(index);
}

function indices(from: number, to: number): number[] {
	return Array.from({length: to - from}, (_, index) => from + index);
}

function indicesIn(output: string): number[] {
	return [...output.matchAll(/entry (\d+)/gv)].map(([, index]) =>
		Number(index),
	);
}
