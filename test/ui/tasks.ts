import {expect, test, vi} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {type Desk, openDesk} from '../helpers/desk.ts';

const sizes = [
	[160, 45],
	[80, 24],
] as const;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.now();
const roundHour = Math.floor((now - 10 * day) / hour) * hour;
/** On a round hour, so that times are told easily; the entry that is looked for, fifteen hours later, does not begin a day, above which a rule would stand. */
const start =
	(roundHour + 15 * hour) % day === 0 ? roundHour - hour : roundHour;
const regions = ['gcp-us-east4', 'gcp-europe-west3', 'gcp-asia-northeast1'];
const stack =
	'TypeError: cannot read properties of undefined\n    at renderCartLine (file:///src/cart/cart-line.tsx:48:27)\n';
const needle = 'order 8f3k2m91 paid';

const iso = (time: number) => new Date(time).toISOString();
const clock = (time: number) => iso(time).slice(11, 19);

type Logged = {time: string; level: string; region: string; message: string};

function entryAt(index: number, time: number): Logged {
	const kind =
		index % 50 === 20
			? {level: 'error', message: index === 20 ? stack : `Error: no. ${index}`}
			: index % 25 === 3
				? {level: 'warning', message: `slow response took ${index} ms`}
				: {level: 'info', message: `GET /products/${index} 200`};
	return {
		time: iso(time),
		region: regions[index % 3] ?? '',
		...kind,
		...(index === 90 && {level: 'info', message: needle}),
	};
}

/** An entry every ten minutes for nine days, and one every ten seconds in the last hour. */
const long = Array.from({length: 1300}, (_, index) =>
	entryAt(index, start + index * 10 * minute),
);
const last = Array.from({length: 355}, (_, index) =>
	entryAt(index + 1300, now - hour + (index + 3) * 10_000),
);
const all = [...long, ...last];
const lastErrors = last.filter(({level}) => level === 'error');

const served = () => [
	createDeployment({
		id: 'storefront-7f3k2m',
		createdAt: iso(start - minute),
		updatedAt: iso(start - minute + 8200),
		entries: [
			...all,
			...Array.from({length: 6}, (_, index) => ({
				...entryAt(1, now - (10 - index) * 1000),
				message: `currency ${'EUR USD GBP JPY CHF SEK'.split(' ')[index] ?? ''} is not charged yet`,
			})),
		],
	}),
	createDeployment({
		id: 'storefront-6ab1x9',
		createdAt: iso(start - day),
		updatedAt: iso(start - day + 8200),
		entries: Array.from({length: 1500}, (_, index) =>
			entryAt(index, start - day + index * 50_000),
		),
	}),
];

/** Does a task; the keys it took. */
async function count(
	desk: Desk,
	task: () => Promise<void> | void,
): Promise<number> {
	const before = desk.keyCount();
	await task();
	return desk.keyCount() - before;
}

async function atStart(desk: Desk): Promise<void> {
	await desk.shows(/CHF is not charged|SEK is not charged/v);
	await desk.shows(/^ first error .*!$/mv);
}

test.each(sizes)(
	'the first error and its stack is one key away, at %i × %i',
	async (columns, rows) => {
		await using desk = await openDesk(served(), {columns, rows});
		await atStart(desk);
		expect(
			await count(desk, async () => {
				desk.press('!');
			}),
		).toBe(1);
		await desk.shows(
			/^ {5}at renderCartLine \(file:\/\/\/src\/cart\/cart-line\.tsx:48:27\)$/mv,
		);

		// From there: what was five minutes before it. The nearest entry is the one before, ten minutes earlier.
		desk.press('t@ -5m');
		await desk.shows(clock(start + 20 * 10 * minute - 5 * minute));
		desk.press('\r');
		await desk.shows(/\/products\/19 200/v);
		await desk.shows(/\/products\/21 200/v);
	},
);

test.each(sizes)(
	'one region and two levels take five keys, and one leads back to the query and the place before, at %i × %i',
	async (columns, rows) => {
		await using desk = await openDesk(served(), {columns, rows});
		await atStart(desk);
		const keys = await count(desk, async () => {
			desk.press('w');
			desk.press('r');
			await desk.shows('us-east4');
			desk.press('eu\r');
		});
		expect(keys).toBeLessThanOrEqual(7);
		await desk.shows(/3 Logs .*warning and worse · europe-west3/v);
		const screen = await desk.screen();
		expect(screen).toMatch(/^.\d\d:\d\d:\d\d[.\d]* [WE] /mv);
		expect(screen).not.toMatch(/^.\d\d:\d\d:\d\d[.\d]* [ID] /mv);

		desk.press('k');
		desk.press('e');
		await desk.shows(/errors only/v);
		const back = await count(desk, async () => {
			desk.press('<');
		});
		expect(back).toBe(1);
		await desk.shows(/warning and worse · europe-west3/v);
	},
);

test.each(sizes)(
	'an id in two weeks, with what is around it, takes four keys, at %i × %i',
	async (columns, rows) => {
		await using desk = await openDesk(served(), {columns, rows});
		await atStart(desk);
		const before = desk.keyCount();
		const paste = `\u001B[200~8f3k2m91\u001B[201~`;
		desk.press(paste);
		desk.press('\r');
		await desk.shows(needle);
		desk.press('c');
		// It keeps its row, which is the first one.
		await desk.shows(/\/products\/91 200/v);
		await vi.waitFor(() => {
			const [piece] = desk.store.get().logs.buffer.pieces;
			expect(piece?.firstTime).toBeLessThan((start + 90 * 10 * minute) * 1000);
		});
		desk.press('k');
		await desk.shows(/\/products\/89 200/v);
		// A paste is one key to who pastes.
		expect(desk.keyCount() - before - paste.length + 1).toBeLessThanOrEqual(4);
	},
);

test.each(sizes)(
	'yesterday 14:00 is shown with its date before enter, and then from then on, at %i × %i',
	async (columns, rows) => {
		await using desk = await openDesk(served(), {columns, rows});
		await atStart(desk);
		const yesterday = iso(Date.now() - day).slice(0, 10);
		desk.press('tyesterday 14:00');
		await desk.shows(new RegExp(`${yesterday} 14:00:00`, 'v'));
		desk.press('\r');
		await desk.shows(new RegExp(`3 Logs .*since ${yesterday} 14:00:00`, 'v'));
	},
);

test.each(sizes)(
	'the last hour’s errors are saved, complete, with seven keys, at %i × %i',
	async (columns, rows) => {
		await using desk = await openDesk(served(), {columns, rows});
		await atStart(desk);
		const keys = await count(desk, async () => {
			desk.press('e');
			desk.press('t1h\r');
			await desk.shows(/3 Logs .*errors only .*since/v);
			await desk.shows(new RegExp(`${lastErrors.length} shown`, 'v'));
			desk.press('s');
			await desk.shows('save to');
			desk.press('\t');
		});
		await desk.shows(/entries saved.* complete/v);
		expect(keys).toBeLessThanOrEqual(7);
		expect(desk.taken.saved).toEqual(lastErrors.map(({message}) => message));
	},
);

test.each(sizes)(
	'new patterns are one key away, and all that is called new is new, at %i × %i',
	async (columns, rows) => {
		await using desk = await openDesk(served(), {columns, rows});
		await atStart(desk);
		expect(
			await count(desk, async () => {
				desk.press('p');
			}),
		).toBe(1);
		await desk.shows(/Patterns · new against .*6ab1x9/v);
		await desk.shows(/new +currency .* is not charged yet/v);
		const screen = await desk.screen();
		const rowsCalledNew = screen
			.split('\n')
			.filter((row) => /\d [EWID?] \d.* new /v.test(row));
		expect(rowsCalledNew).toHaveLength(1);
	},
);

test.each(sizes)(
	'why a build failed is there without a key, at %i × %i',
	async (columns, rows) => {
		await using desk = await openDesk(
			[
				createDeployment({
					id: 'storefront-9d1c4e',
					status: 'failed',
					createdAt: iso(now - minute),
					updatedAt: iso(now - minute / 2),
					buildLines: [
						{level: 'info', message: 'Checking types'},
						{
							level: 'error',
							message:
								"TS2339 [ERROR]: Property 'bundle' does not exist.\n    at file:///src/cart.ts:48:27",
						},
						{level: 'info', message: 'Build failed'},
					],
				}),
			],
			{columns, rows},
		);
		await desk.shows(/^▌error {3}TS2339 \[ERROR\]: Property 'bundle' does/mv);
		await desk.shows(/^▌ +at file:\/\/\/src\/cart\.ts:48:27/mv);
		await desk.shows('✗ failed');
		expect(desk.keyCount()).toBe(0);
	},
);
