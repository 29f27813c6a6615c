import {expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {type GivenEntry} from '../../source/server/given/given-entry.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {
	type DeplogTerminal,
	openDeplog,
	sizes,
} from '../helpers/deplog-terminal.ts';
import {until} from '../helpers/until.ts';
import {serveEach} from '../helpers/serve-each.ts';

const createdAt = '2026-03-01T12:00:00.000Z';
const stack = [
	"TypeError: cannot read properties of undefined (reading 'id')",
	'    at renderCartLine (file:///src/cart/cart-line.tsx:48:27)',
	'    at Array.map (<anonymous>)',
	'    at async handler (file:///src/server.ts:73:20)',
	'',
].join('\n');

/** An entry so many seconds after the deployment was made. */
function at(
	seconds: number,
	level: string,
	message: string,
	region = 'gcp-us-east4',
): GivenEntry {
	const time = new Date(Date.parse(createdAt) + seconds * 1000).toISOString();
	return {time, level, message, region};
}

const deployment = createDeployment({
	id: 'storefront-7f3k2m',
	createdAt,
	updatedAt: createdAt,
	buildLines: [{level: 'info', message: 'Deployed'}],
	entries: [
		...Array.from({length: 3000}, (_, index) =>
			at(1 + index / 100, 'info', `GET /products/${index} 200\n`),
		),
		at(64.05, 'debug', 'cache miss key=page:/cart\n'),
		at(64.1, 'error', stack),
		at(64.2, 'warning', 'GET /cart 500 in 12 ms\n', 'gcp-europe-west3'),
		...Array.from({length: 40}, (_, index) =>
			at(70 + index, 'error', stack.replace('48', String(index))),
		),
		...Array.from({length: 3000}, (_, index) =>
			at(120 + index / 100, 'info', `GET /collections/${index} 200\n`),
		),
		at(
			200,
			'info',
			'order placed: {"order":"77","total":{"amount":12.50},"gift":null}\n',
		),
		at(
			201,
			'warning',
			'upstream timeout host=api.example path=/cart attempt=2\n',
		),
	],
});

const server = serveEach(() => [deployment]);

function open(columns: number, rows: number, argv: readonly string[] = []) {
	return openDeplog([deployment.id, '--api-url', server.url, ...argv], {
		columns,
		rows,
	});
}

/** The rows from the one that begins so on, as many as are expected. */
async function showsRows(deplog: DeplogTerminal, rows: readonly string[]) {
	await until(async () => {
		const text = await deplog.screen();
		const screen = text.split('\n');
		const first = screen.indexOf(rows[0] ?? '');
		expect(screen.slice(first, first + rows.length)).toEqual(rows);
	});
}

test.each(sizes)(
	'! opens the first error of thousands of entries, with what was logged around it, at %i × %i',
	async (columns, rows) => {
		using deplog = open(columns, rows);
		await deplog.shows(
			/first error 2026-03-01 12:01:04 {2}TypeError: .*×41 {2}!$/mv,
		);
		deplog.press('!');
		await showsRows(deplog, [
			' time    2026-03-01 12:01:04.100 UTC · +64.1 s since the deployment',
			' level   error',
			' region  us-east4 (gcp-us-east4)',
			'',
			...stack
				.trimEnd()
				.split('\n')
				.map((line) => ` ${line}`),
			'',
		]);
		await deplog.shows(/^▌12:01:04.* E .*TypeError/mv);
		deplog.press('\u0006');
		await deplog.shows('around it, all levels');
		await deplog.shows(
			/^›12:01:04.* E .*TypeError.*\n 12:01:04.* W .*GET \/cart 500 in 12 ms$/mv,
		);
		deplog.press('\u001B');
		await deplog.hides('around it');
		await deplog.shows(/GET \/cart 500/v);
	},
);

test.each(sizes)(
	'an entry that the filter hides stays open, marked, and its neighbours are those of all levels, at %i × %i',
	async (columns, rows) => {
		using deplog = open(columns, rows, ['--level', 'warning']);
		await deplog.shows('upstream timeout');
		deplog.press('\r');
		await deplog.shows('── Entry ──');
		await deplog.shows(/of 16 ──|order placed/v);
		deplog.press('\u0006');
		await deplog.shows(/^ 12:03:20.* I .*order placed/mv);
		deplog.press('e');
		await deplog.shows('── Entry · outside the filter ──');
		await deplog.shows('errors only');
		await deplog.shows(/^›12:03:21.* W .*upstream timeout/mv);
		deplog.press('a');
		await deplog.hides('outside the filter');
	},
);

test.each(sizes)(
	'JSON is laid out, pairs stand in a column, and j and k walk the list underneath, at %i × %i',
	async (columns, rows) => {
		using deplog = open(columns, rows);
		await deplog.shows('upstream timeout');
		deplog.press('\r');
		await showsRows(deplog, [
			' upstream timeout host=api.example path=/cart attempt=2',
			'',
			' host     api.example',
			' path     /cart',
			' attempt  2',
		]);
		deplog.press('k');
		await showsRows(deplog, [
			' order placed:',
			' {',
			'   "order": "77",',
			'   "total": {',
			'     "amount": 12.50',
			'   },',
		]);
		deplog.press('j');
		await deplog.shows('attempt  2');
	},
);

test('a field filters by its value, or hides it: level, region, and a text of the message', async () => {
	using deplog = open(80, 24);
	await deplog.shows('upstream timeout');
	deplog.press('\r');
	await deplog.shows('attempt  2');
	deplog.press('+');
	await deplog.shows('tab chooses a field first');
	deplog.press('\t\t\t\t+');
	await deplog.shows('3 Logs · 2026-03-01 · "path=/cart"');
	await deplog.shows('▌path     /cart');
	await until(() => {
		expect(
			server.requests.some(({parameters}) => parameters['q'] === 'path=/cart'),
		).toBe(true);
	});
	deplog.press('x-');
	await deplog.shows('outside the filter');
	await deplog.shows('!"path=/cart"');
	deplog.press('x\u001B[Z\u001B[Z\u001B[Z-');
	await deplog.shows('3 Logs · 2026-03-01 · debug, error, info');
	deplog.press('x\t-');
	await deplog.shows('Nothing else would be left');
});

test('! opens the first error as soon as the server has told it, unless another key comes first', async () => {
	server.faults.add({
		kind: 'delay',
		milliseconds: 5000,
		when: ({route, parameters}) =>
			route === 'past' && parameters['level'] === 'error',
	});
	using deplog = open(80, 24);
	await deplog.shows('upstream timeout');
	deplog.press('!');
	await deplog.shows('it opens as soon as it is found');
	await deplog.shows('── Entry ──');
	await deplog.shows('+64.1 s since the deployment');
	using other = open(80, 24);
	await other.shows('upstream timeout');
	other.press('!');
	await other.shows('it opens as soon as it is found');
	other.press('k');
	await other.shows(/first error .*!$/mv);
	expect(await other.screen()).not.toContain('── Entry');
});

test('below 24 rows an entry has the whole screen, and long ones scroll', async () => {
	using deplog = open(80, 16);
	await deplog.shows('upstream timeout');
	deplog.press('\r');
	await deplog.shows('── Entry ──');
	expect(await deplog.screen()).not.toContain('3 Logs');
	await deplog.shows(/rows 1–12 of \d+/v);
	deplog.press('\u001B[6~');
	await deplog.shows(/^›12:03:21 W/mv);
	deplog.press('q');
	await deplog.shows('3 Logs');
});

test('the time is told in three forms', async () => {
	using deplog = open(160, 45, ['--time-zone', 'Europe/Paris']);
	await deplog.shows('upstream timeout');
	deplog.press('\r');
	await deplog.shows(
		'2026-03-01 13:03:21.000 UTC+01:00 · 12:03:21.000 UTC · +201.0 s since the deployment',
	);
});

test('! of a query that hides the first error shows everything, and says so', async () => {
	using deplog = open(80, 24, ['--level', 'info']);
	await deplog.shows('first error');
	deplog.press('!');
	await deplog.shows('The filter hid it');
	await deplog.shows(/^▌12:01:04 E TypeError/mv);
	deplog.press('q');
	await deplog.hides('── Entry');
	deplog.press('<');
	await deplog.shows('3 Logs · 2026-03-01 · info');
});

test.each(sizes)(
	'in a build that failed, ! opens the build’s first error, at %i × %i',
	async (columns, rows) => {
		const failed = createDeployment({
			id: 'storefront-9d1c4e',
			status: 'failed',
			buildLines: [
				{level: 'info', message: 'Checking types'},
				{
					level: 'error',
					message:
						"TS2339 [ERROR]: Property 'bundle' does not exist.\n    at file:///src/cart.ts:44:10",
				},
				{level: 'error', message: 'Found 1 error.'},
			],
		});
		await using other = await startServer({deployments: [failed]});
		using deplog = openDeplog([failed.id, '--api-url', other.url], {
			columns,
			rows,
		});
		await deplog.shows('✗ failed');
		await deplog.shows(
			/first error of the build {2}TS2339 \[ERROR\]: Property .* {2}⋯ 1 +!$/mv,
		);
		deplog.press('!');
		await showsRows(deplog, [
			' level   error',
			'',
			" TS2339 [ERROR]: Property 'bundle' does not exist.",
			'     at file:///src/cart.ts:44:10',
		]);
		deplog.press('j');
		await deplog.shows(/^ Found 1 error\.$/mv);
	},
);

test('nothing in an entry drives the terminal', async () => {
	deployment.log({
		message:
			'\u001B]0;title\u0007\u001B[2J evil key=\u009B2J {"a\u001B[2J":"\\u001b[2J\u0007"}\n    at f\u001B[2J (ext:\u001B]52;c;eA==\u0007)',
	});
	using deplog = open(160, 45);
	await deplog.shows('evil');
	deplog.press('\r\t\t\t');
	await deplog.shows('── Entry ──');
	await deplog.shows('at f');
	for (const sequence of ['\u001B]0;', '\u001B]52', '\u001B[2J', '\u009B']) {
		expect(deplog.bytes()).not.toContain(sequence);
	}
});
