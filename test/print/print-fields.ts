import {afterAll, beforeAll, expect, test} from 'vitest';
import {readWhere} from '../../source/config/filter-flags.ts';
import {readCommand} from '../../source/config/read-command.ts';
import {createWhereTest} from '../../source/log/refinement.ts';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {runDeplog} from '../helpers/run-deplog.ts';

const start = Date.parse('2026-01-31T12:00:00Z') * 1000;
const entries = Array.from({length: 300}, (_, index) => ({
	time: start + index * 1_000_000,
	level: index % 10 === 0 ? 'error' : 'info',
	region: index % 2 === 0 ? 'gcp-us-east4' : 'gcp-europe-west3',
	message: `${JSON.stringify({
		path: index % 3 === 0 ? '/checkout' : '/cart',
		status: index % 10 === 0 ? 500 : 200,
		durationMs: index,
		note: 'a "b", c',
	})}\n`,
}));

let server: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
	server = await startServer({deployments: [createDeployment({entries})]});
});

afterAll(async () => {
	await server[Symbol.asyncDispose]();
});

async function printed(...flags: readonly string[]) {
	return printedIn('utc', ...flags);
}

async function printedIn(zone: string, ...flags: readonly string[]) {
	const {output, messages, exitCode} = await runDeplog([
		'storefront-given00',
		'--api-url',
		server.url,
		'--time-zone',
		zone,
		...flags,
	]);
	return {output, messages, exitCode};
}

test('--where leaves out what is not so, and --limit counts what is left', async () => {
	const {output} = await printed(
		'--where',
		'status>=500',
		'--where',
		'path:/checkout',
		'--limit',
		'5',
		'--format',
		'csv',
		'--columns',
		'durationMs,status',
	);
	expect(output.split('\n').map((line) => line.split(',').slice(0, 5))).toEqual(
		[
			['time', 'level', 'region', 'durationMs', 'status'],
			...[150, 180, 210, 240, 270].map((index): unknown[] => [
				expect.stringMatching(/^2026-01-31T12:0\d:\d\d\.000Z$/v),
				'error',
				'gcp-us-east4',
				String(index),
				'500',
			]),
			[''],
		],
	);
	expect(output).toContain(String.raw`""note"":""a \""b\"", c""`);
});

test('the deployment is a field like others', async () => {
	const {output} = await printed(
		'--limit',
		'1',
		'--format',
		'csv',
		'--columns',
		'deployment,status',
		'--where',
		'deployment:storefront-*',
		'--where',
		'!deployment:other',
	);
	expect(output.split('\n')[1]).toMatch(
		/^2026-01-31T12:04:59\.000Z,info,gcp-europe-west3,storefront-given00,200,/v,
	);
	const top = await printed('--top', 'deployment');
	expect(top.output).toBe(
		'{"deployment":"storefront-given00","count":300,"share":1}\n',
	);
});

test('raw is the message alone, and columns stand before it in text', async () => {
	const raw = await printed('--limit', '1', '--format', 'raw');
	expect(raw.output).toBe(entries.at(-1)?.message);
	const text = await printed(
		'--limit',
		'1',
		'--format',
		'text',
		'--columns',
		'path,nothing,durationMs',
	);
	expect(text.output).toMatch(/ europe-west3 \/cart - {14}299 \{"path"/v);
});

test('--count, --top and --stats tell of all that is asked for', async () => {
	const counted = await printed('--count', 'level,5m', '--since', '2026-01-01');
	expect(
		counted.output
			.trim()
			.split('\n')
			.map((line): unknown => JSON.parse(line)),
	).toEqual([
		{time: '2026-01-31T12:00:00.000Z', level: 'info', count: 270},
		{time: '2026-01-31T12:00:00.000Z', level: 'error', count: 30},
	]);
	const top = await printed('--top', 'path', '--where', 'status:500');
	expect(top.output).toBe(
		'{"path":"/cart","count":20,"share":0.6667}\n{"path":"/checkout","count":10,"share":0.3333}\n',
	);
	const stats = await printed('--stats', 'durationMs', '--format', 'text');
	expect(stats.output.replaceAll(/ +/gv, ' ')).toBe(
		' durationMs\nmin 0\nmean 150\np50 149\np95 284\np99 296\nmax 299\n300 of 300 entries have a number there.\n',
	);
	const table = await printed('--count', 'level,1m', '--format', 'text');
	expect(table.output.split('\n')[1]).toMatch(
		/^2026-01-31T12:00:00\.000Z +54 +6 +60 +█+$/v,
	);
	expect(table.output).toMatch(/^sum +270 +30 +300$/mv);
	// Days begin as clocks of the zone have it.
	const elsewhere = await printedIn('Asia/Kolkata', '--count', '1d');
	expect(elsewhere.output).toBe(
		'{"time":"2026-01-30T18:30:00.000Z","count":300}\n',
	);
});

test('what has no value is not counted as an empty one', async () => {
	const none = await printed('--count', 'nosuch', '--limit', '2');
	expect(none.output).toBe('{"nosuch":null,"count":2}\n');
	const table = await printed('--count', 'nosuch,1d', '--format', 'text');
	expect(table.output).toMatch(/^time +– +sum$/mv);
});

test('where nobody has the field that is counted, a pipe is told', async () => {
	const top = await printed('--top', 'nosuch', '--format', 'csv');
	expect([top.output, top.messages]).toEqual([
		'',
		expect.stringContaining('None of 300 entries has nosuch.'),
	]);
});

test.each([
	['path:/a or path:/b', /not joined by or/v],
	['path:/a and status>=500', /--where again for status>=500/v],
])('--where %s is refused, with what to do', (words, problem) => {
	expect(() => readWhere({where: [words]})).toThrow(problem);
});

test.each([
	['path=/cart', true],
	['path==/cart', true],
	['path!=/cart', false],
	['user id:7', true],
	['"http/status">=500', true],
	['http/status >= 500', true],
	['message:*durationMs*', true],
	['message:durationMs', false],
])('--where %s finds what it says: %s', (words, isFound) => {
	const {where = []} = readWhere({where: [words]});
	const message =
		'{"path":"/cart","user id":7,"http/status":502,"durationMs":3}\n';
	const isWanted = createWhereTest(where);
	expect(isWanted({level: 'info', region: '', message})).toBe(isFound);
});

test.each([
	[['--where', 'status>=abc'], /is no filter of a field: abc is no number/v],
	[['--where', 'level>loud'], /there is no level loud/v],
	[['--where', 'time>noon'], /noon is no time/v],
	[['--where', 'path=~^/c'], /not looked through by regular expressions/v],
	[['--columns', ' , '], /--columns needs names/v],
	[['--columns', 'a', '--format', 'json'], /prints entries as they are/v],
	[['--count', 'level', '--top', 'path'], /not both/v],
	[['--count', '5m,1h'], /two times/v],
	[['--count', '5x'], /neither a field nor a time/v],
	[['--top', 'path', '--follow'], /--follow would never know/v],
	[['--stats', 'a,b'], /the name of one field/v],
])('%j is bad usage', async (flags, expected) => {
	const command = await readCommand(['storefront-given00', ...flags], {
		// eslint-disable-next-line @typescript-eslint/naming-convention -- The environment's name.
		environment: {DENO_DEPLOY_TOKEN: 'ddp_x'},
		now: start,
		isTerminal: false,
	});
	expect(command.kind === 'refused' && command.reason).toMatch(expected);
});
