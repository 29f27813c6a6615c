import {expect, test, vi} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openDeplog, sizes} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

vi.setConfig({testTimeout: 60_000});

const start = Date.parse('2026-03-01T12:00:00.000Z');

/** Messages, a second after the other. */
function logged(messages: readonly string[], level: string) {
	return messages.map((message, index) => ({
		time: new Date(start + index * 1000).toISOString(),
		level,
		message,
	}));
}

const numbers = (count: number) => Array.from({length: count}, (_, at) => at);
const before = createDeployment({
	id: 'storefront-6ab1x9',
	createdAt: new Date(start - 7_200_000).toISOString(),
	domains: ['storefront.deno.dev'],
	entries: logged(
		numbers(600).map((number) => `GET /products/${number} 200 in 5 ms\n`),
		'info',
	),
});
const deployment = createDeployment({
	id: 'storefront-7f3k2m',
	createdAt: new Date(start).toISOString(),
	domains: ['storefront.deno.dev'],
	entries: [
		...logged(
			numbers(60).map((number) => `GET /products/${number} 200 in 7 ms\n`),
			'info',
		),
		...logged(
			numbers(40).map((number) => `cache "page:${number}" missed\n`),
			'debug',
		),
		...logged(['TypeError: bad id 7\n', 'TypeError: bad id 8\n'], 'error'),
	],
});

const server = serveEach(() => [deployment, before]);

function open(columns: number, rows: number, argv: readonly string[] = []) {
	return openDeplog([deployment.id, '--api-url', server.url, ...argv], {
		columns,
		rows,
	});
}

test.each(sizes)(
	'p groups messages, with what is new first, at %i × %i',
	async (columns, rows) => {
		using deplog = open(columns, rows);
		await deplog.shows('/59 200');
		deplog.press('p');
		await deplog.shows(
			/^── Patterns · new against \S+6ab1x9, all of it .* 3 patterns/mv,
		);
		const last = columns > 100 ? ' 12:00:01' : '';
		await deplog.shows(
			new RegExp(
				`^▌ {5}2 E 12:00:00${last} .* new +TypeError: bad id <n>$`,
				'mv',
			),
		);
		const screen = await deplog.screen();
		expect(screen).toMatch(
			/^ {5}40 D 12:00:00 [^\n\r\u2028\u2029\u2588]*\u2588.* new +cache "…" missed$/mv,
		);
		expect(screen).toMatch(
			/^ {5}60 I 12:00:00 .* {4}GET \/products\/<n> 200 in <n> ms$/mv,
		);
		expect(screen).toMatch(
			/^ enter show these {2}- hide {2}o order {2}esc close/mv,
		);
	},
);

test('where there is little room, the pattern has it', async () => {
	using deplog = open(44, 12);
	await deplog.shows('/59 200');
	deplog.press('p');
	await deplog.shows(/^▌ {5}2 E new {2}TypeError: bad id <n>$/mv);
	await deplog.shows(/^ {5}60 I {6}GET \/products\/<n> 200 in <n>…$/mv);
});

test.each(sizes)(
	'enter shows only the messages of a pattern, - hides them, < goes back, at %i × %i',
	async (columns, rows) => {
		using deplog = open(columns, rows);
		await deplog.shows('/59 200');
		deplog.press('p');
		await deplog.shows(/new against .* 3 patterns/v);
		deplog.press('G');
		await deplog.shows(/^▌ {4}60 I/mv);
		deplog.press('-');
		await deplog.shows('2 patterns');
		await deplog.shows(/^▌ {4}40 D/mv);
		await deplog.shows(/1 filter|!pattern/v);
		deplog.press('\r');
		await deplog.shows('Only this pattern is shown');
		await deplog.shows('cache "page:39" missed');
		deplog.press('<<');
		await deplog.shows('GET /products/59');
	},
);

test('level keys filter what is grouped, and a filter without matches says so', async () => {
	using deplog = open(80, 24);
	await deplog.shows('/59 200');
	deplog.press('pe');
	await deplog.shows(/Patterns .*errors only/v);
	await deplog.shows('1 pattern ');
	deplog.press('eW');
	await deplog.shows('No entry that is loaded matches warning.');
	deplog.press('x');
	await deplog.shows('3 patterns');
	deplog.press('z');
	await deplog.shows('z is bound to nothing in the patterns. esc closes this.');
});

test.each(sizes)(
	'- hides the selected entry and all that differ from it in numbers only, at %i × %i',
	async (columns, rows) => {
		using deplog = open(columns, rows);
		await deplog.shows('/59 200');
		deplog.press('G-');
		await deplog.hides(/products.59/v);
		expect(await deplog.screen()).toContain('cache "page:39"');
		deplog.press('<');
		await deplog.shows('GET /products/59');
	},
);

test('o changes the order, and the selected pattern stays selected while others grow', async () => {
	using deplog = open(80, 24);
	await deplog.shows('/59 200');
	deplog.press('p');
	await deplog.shows(/^▌ {5}2 E/mv);
	deplog.press('o');
	await deplog.shows('Most frequent first.');
	await deplog.shows(/^▌ {4}60 I.*\n {5}40 D/mv);
	deplog.press('j');
	await deplog.shows(/^▌ {4}40 D/mv);
	deployment.log(numbers(70).map((number) => ({message: `bad id ${number}`})));
	await deplog.shows(/^ +70 .*bad id <n>\n +60 I.*\n▌ +40 D/mv);
	deplog.press('q');
	await deplog.shows('3 Logs');
});

test.each([
	[160, 45, 'no baseline: refused by the server'],
	[80, 24, 'no baseline: refused'],
] as const)(
	'where there is nothing to hold patterns against, it says why, at %i × %i',
	async (columns, rows, words) => {
		server.faults.add({kind: 'status', status: 403, route: 'deployments'});
		using deplog = open(columns, rows);
		await deplog.shows('bad id');
		deplog.press('p');
		await deplog.shows(`── Patterns · ${words} `);
	},
);
