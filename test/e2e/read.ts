import {beforeEach, expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {
	type DeplogTerminal,
	openDeplog,
	sizes,
} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

const started = Date.UTC(2026, 2, 1, 12);
const stack =
	'TypeError: order is undefined\n    at load (file:///src/a.ts:1:1)\n    at serve (file:///src/b.ts:2:2)\n';

function messageOf(index: number): {level: string; message: string} {
	if (index % 20 === 10) {
		return {level: 'error', message: `${index} ${stack}`};
	}

	return index === 55
		? {level: 'info', message: `55 ${'long '.repeat(50)}end`}
		: {level: 'info', message: `${index} GET /cart`};
}

let deployment: ReturnType<typeof createDeployment>;

beforeEach(async () => {
	deployment = createDeployment({
		createdAt: new Date(started - 60_000).toISOString(),
		entries: Array.from({length: 60}, (_, index) => ({
			time: new Date(started + index * 1000).toISOString(),
			region: 'gcp-us-east4',
			...messageOf(index),
		})),
	});
});

const server = serveEach(() => [deployment]);

function open(columns: number, rows: number): DeplogTerminal {
	return openDeplog([deployment.id, '--api-url', server.url], {columns, rows});
}

/** The row on which a text stands. */
async function rowOf(deplog: DeplogTerminal, text: RegExp): Promise<number> {
	const screen = await deplog.screen();
	return screen.split('\n').findIndex((row) => text.test(row));
}

test.each(sizes)(
	'what is around a match is one key away, and the entry keeps its row, at %i × %i',
	async (columns, rows) => {
		using deplog = open(columns, rows);
		await deplog.shows('59 GET /cart');
		deplog.press('e');
		await deplog.hides('59 GET /cart');
		await deplog.shows('50 TypeError');
		deplog.press('k');
		await deplog.shows(/▌.*30 TypeError/v);
		const row = await rowOf(deplog, /▌/v);
		deplog.press('c');
		await deplog.shows('31 GET /cart');
		await deplog.shows('match 2 of 3');
		await deplog.shows('in context');
		expect(await rowOf(deplog, /▌.*30 TypeError/v)).toBe(row);
		deplog.press('n');
		await deplog.shows('match 3 of 3');
		await deplog.shows(/▌.*50 TypeError/v);
		deplog.press('n');
		await deplog.shows('There is no later match loaded');
		deplog.press('NN');
		await deplog.shows(/▌.*10 TypeError/v);
		deplog.press('c');
		await deplog.hides('11 GET /cart');
		await deplog.shows(/▌.*10 TypeError/v);
	},
);

test.each(sizes)(
	'J and K go from error to error, at %i × %i',
	async (columns, rows) => {
		using deplog = open(columns, rows);
		await deplog.shows('59 GET /cart');
		deplog.press('K');
		await deplog.shows(/▌.*50 TypeError/v);
		deplog.press('[');
		await deplog.shows(/▌.*30 TypeError/v);
		deplog.press('J');
		await deplog.shows(/▌.*50 TypeError/v);
		deplog.press('J');
		await deplog.shows('There is no later error.');
	},
);

test.each(sizes)(
	'an entry of several lines is one row, unfolds in place and is still one entry, at %i × %i',
	async (columns, rows) => {
		using deplog = open(columns, rows);
		await deplog.shows('59 GET /cart');
		expect(await deplog.screen()).toMatch(/50 TypeError.*⋯ 2/v);
		deplog.press('K');
		await deplog.shows(/▌.*50 TypeError/v);
		const row = await rowOf(deplog, /▌/v);
		deplog.press('u');
		await deplog.shows(/▌ +at serve \(file/v);
		await deplog.shows('51 GET /cart');
		expect(await rowOf(deplog, /▌.*50 TypeError/v)).toBe(row);
		expect(await rowOf(deplog, /▌ +at load/v)).toBe(row + 1);
		deplog.press('j');
		await deplog.shows(/▌.*51 GET/v);
		expect(await rowOf(deplog, /▌/v)).toBe(row + 3);
		deplog.press('ku');
		await deplog.hides('at serve (file');
		await deplog.shows(/▌.*50 TypeError.*⋯ 2/v);
	},
);

test.each(sizes)(
	'a long message is wrapped, or moved sideways while its time and level stay, at %i × %i',
	async (columns, rows) => {
		using deplog = open(columns, rows);
		await deplog.shows('59 GET /cart');
		await deplog.shows(/I 55 long.*…/v);
		deplog.press('v');
		await deplog.shows(/^ [long ]+ end$/mv);
		deplog.press('v');
		await deplog.hides(/^ [long ]+ end$/mv);
		deplog.press('ll');
		await deplog.shows(/^ 12:00:55\S* I … long/mv);
		deplog.press('hh');
		await deplog.shows(/^ 12:00:55\S* I 55 long/mv);
	},
);

test('times are local, in UTC or since the deployment; one region takes no column', async () => {
	using deplog = openDeplog(
		[deployment.id, '--api-url', server.url, '--time-zone', 'Europe/Paris'],
		{columns: 160, rows: 45},
	);
	await deplog.shows('13:00:59.000 I 59 GET /cart');
	await deplog.shows('all levels · us-east4 ─');
	deplog.press('T');
	await deplog.shows('12:00:59.000 I 59 GET /cart');
	await deplog.shows('12:00:59.000 UTC');
	deplog.press('T');
	await deplog.shows('    +119.0 s I 59 GET /cart');
	deplog.press('T');
	await deplog.shows('13:00:59.000 I 59 GET /cart');
});

test.each(sizes)(
	'once the end is left nothing moves, and the corner counts what is new, at %i × %i',
	async (columns, rows) => {
		using deplog = open(columns, rows);
		await deplog.shows('59 GET /cart');
		deplog.press('k');
		await deplog.shows(/▌.*58 GET/v);
		const before = await rowOf(deplog, /▌.*58 GET/v);
		deployment.log(
			{message: 'new 1'},
			{message: 'new 2', level: 'error'},
			{message: 'new 3'},
		);
		await deplog.shows('▼ 3 new, 1 error');
		expect(await rowOf(deplog, /▌.*58 GET/v)).toBe(before);
		expect(await deplog.screen()).not.toContain('new 1');
		deplog.press('w');
		await deplog.shows('▼ 1 new, 1 error');
		deplog.press('w');
		deplog.press('G');
		await deplog.shows('new 3');
		await deplog.shows('following');
		await deplog.hides('▼');
	},
);
