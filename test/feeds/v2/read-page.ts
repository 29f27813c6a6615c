/* eslint-disable no-await-in-loop -- A page follows the other. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Page} from '../../../source/feeds/feed.ts';
import {type AskLogs} from '../../../source/feeds/v2/read-forward.ts';
import {
	readPage,
	createWindowSize,
} from '../../../source/feeds/v2/read-page.ts';
import {type Entry, type Micros} from '../../../source/log/entry.ts';
import {createFilter, type Filter, matches} from '../../../source/log/query.ts';

type Manner = {
	/** Whether a cursor is the last entry's time, that entry included, or counts entries. */
	readonly isTime: boolean;
	/** Whether times are read to the millisecond only. */
	readonly isCoarse: boolean;
	readonly limit: number;
};

const created: Micros = 1_790_000_000_000_000;
const now = created + 3_600_000_000;

/** A server of the API, ascending only; counts what it is asked. */
function serve(entries: readonly Entry[], {isTime, isCoarse, limit}: Manner) {
	const asked: Array<{start: Micros; end: Micros}> = [];
	const ask: AskLogs = async ({start, end, cursor}) => {
		asked.push({start, end});
		if (asked.length > 3000) {
			throw new Error(
				`endless ${JSON.stringify({start, end, cursor, isTime, isCoarse, limit})}`,
			);
		}

		const from = isCoarse ? Math.floor(start / 1000) * 1000 : start;
		const to = Math.ceil(end / 1000) * 1000;
		const all = entries.filter(({time}) => time >= from && time < to);
		const rest =
			cursor === undefined
				? all
				: isTime
					? all.filter(({time}) => time >= Number(cursor))
					: all.slice(Number(cursor));
		const page = rest.slice(0, limit);
		const isMore = rest.length > limit;
		const next = isTime
			? String(page.at(-1)?.time)
			: String((cursor === undefined ? 0 : Number(cursor)) + limit);
		return {
			sent: page.map((entry, index) => ({
				entry,
				index,
				batch: {rawLine: () => new Uint8Array()},
			})),
			malformedCount: 0,
			...(isMore && {next}),
		};
	};

	return {ask, asked};
}

/** Reads all pages, each where the one before ended. */
async function readAll(
	ask: AskLogs,
	{order, filter}: {order: 'asc' | 'desc'; filter: Filter},
): Promise<readonly Page[]> {
	const pages: Page[] = [];
	const size = createWindowSize();
	let since: Micros | undefined;
	let until: Micros | undefined;
	for (;;) {
		const page = await readPage(
			{
				filter,
				order,
				range: {
					...(since !== undefined && {since}),
					...(until !== undefined && {until}),
				},
			},
			{ask, floor: created, now, size},
		);
		pages.push(page);
		if (order === 'asc') {
			since = page.whole.to;
		} else {
			until = page.whole.from;
		}

		if (!Number.isFinite(since ?? until ?? 0)) {
			return pages;
		}
	}
}

const manner = fc.record({
	isTime: fc.boolean(),
	isCoarse: fc.boolean(),
	limit: fc.integer({min: 2, max: 9}),
});

/** Crowds at an instant, a millisecond or a minute, with equal messages among them. */
const history = fc
	.array(
		fc.record({
			at: fc.integer({min: 0, max: 3_400_000}),
			micros: fc.array(fc.constantFrom(0, 0, 0, 1, 500, 999, 1000, 60_000), {
				minLength: 1,
				maxLength: 14,
			}),
			message: fc.constantFrom('a', 'b', 'c'),
			level: fc.constantFrom('info', 'warn', 'error'),
			region: fc.constantFrom('ord', 'fra'),
		}),
		{maxLength: 8},
	)
	.map((crowds) =>
		crowds
			.flatMap(({at, micros, message, level, region}) =>
				micros.map((more, index): Entry => ({
					time: created + at * 1000 + more,
					level,
					region,
					message: index % 3 === 0 ? message : `${message}${index}`,
				})),
			)
			.toSorted((a, b) => a.time - b.time),
	);

const filters = fc.constantFrom(
	createFilter({}),
	createFilter({regions: ['fra']}),
	createFilter({levels: ['error', 'info']}),
);

test.each(['asc', 'desc'] as const)(
	'pages read %s lose and double nothing but what is said to be passed over',
	async (order) => {
		await fc.assert(
			fc.asyncProperty(
				history,
				manner,
				filters,
				async (drawn, given, filter) => {
					// Equal entries around the border of pages that a cursor joins cannot be told from entries that come twice.
					const entries = given.isCoarse
						? drawn.map((entry, index) => ({
								...entry,
								message: `${entry.message} ${index}`,
							}))
						: drawn;
					const {ask, asked} = serve(entries, given);
					const pages = await readAll(ask, {order, filter});
					const read = pages.flatMap(({batch}) => batch.entries);
					const passed = pages.flatMap(({passedOver}) => passedOver ?? []);
					const isPassed = ({time}: Entry) =>
						passed.some(({from, to}) => time >= from && time < to);
					const sought = entries.filter((entry) => matches(filter, entry));
					const known = (some: readonly Entry[]) =>
						some
							.filter((entry) => !isPassed(entry))
							.map(({time, message}) => `${time} ${message}`)
							.toSorted();
					expect(known(read)).toEqual(known(sought));
					// What is passed over is doubled neither.
					expect(read.length).toBeLessThanOrEqual(sought.length);
					const times = read.map(({time}) => time);
					expect(times).toEqual(
						times.toSorted((a, b) => (order === 'asc' ? a - b : b - a)),
					);
					// A server that counts entries has nothing that cannot be had.
					expect(given.isTime || passed.length === 0).toBe(true);
					expect(asked.every(({start}) => start >= created)).toBe(true);
				},
			),
			{numRuns: 150},
		);
	},
);

test('a silent hour is read in few requests, and a busy one in few that overflow', async () => {
	const silent = serve([], {isTime: false, isCoarse: false, limit: 1000});
	await readAll(silent.ask, {order: 'desc', filter: createFilter({})});
	expect(silent.asked.length).toBeLessThan(5);

	const entries = Array.from({length: 20_000}, (_, index): Entry => ({
		time: created + index * 180_000,
		level: 'info',
		region: 'ord',
		message: String(index),
	}));
	const busy = serve(entries, {isTime: true, isCoarse: true, limit: 1000});
	await readAll(busy.ask, {order: 'desc', filter: createFilter({})});
	expect(busy.asked.length).toBeLessThan(60);
});

test('a page up to now has an entry however long nothing was logged, or nothing that was asked for, in few requests', async () => {
	const entries = Array.from({length: 5000}, (_, index): Entry => ({
		time: created + index * 100_000,
		level: 'info',
		region: index === 70 ? 'fra' : 'ord',
		message: String(index),
	}));
	const newestPage = async (filter: Filter) => {
		const {ask, asked} = serve(entries, {
			isTime: true,
			isCoarse: true,
			limit: 1000,
		});
		const reached: Micros[] = [];
		const page = await readPage(
			{filter, order: 'desc', range: {}},
			{
				ask,
				floor: created,
				now,
				size: createWindowSize(),
				onReached(time) {
					reached.push(time);
				},
			},
		);
		expect(reached).toEqual(reached.toSorted((a, b) => b - a));
		return {page, asked};
	};

	const all = await newestPage(createFilter({}));
	expect(all.page.batch.entries[0]?.message).toBe('4999');
	expect(all.asked.length).toBeLessThan(8);
	const rare = await newestPage(createFilter({regions: ['fra']}));
	expect(rare.page.batch.entries.map(({message}) => message)).toEqual(['70']);
	expect(rare.asked.length).toBeLessThan(20);
});

test('a server that tells of more without end, with a new cursor each time, is given up, and one that is silent for some pages is not', async () => {
	const entry: Entry = {
		time: created + 1_000_000,
		level: 'info',
		region: 'ord',
		message: 'late',
	};
	const serveAfter = (emptyPages: number) => {
		let count = 0;
		const ask: AskLogs = async () => {
			count++;
			return count > emptyPages
				? {
						sent: [{entry, index: 0, batch: {rawLine: () => new Uint8Array()}}],
						malformedCount: 0,
					}
				: {sent: [], malformedCount: 0, next: `token ${count}`};
		};

		return {ask, count: () => count};
	};

	const read = async (ask: AskLogs) =>
		readPage(
			{filter: createFilter({}), order: 'asc', range: {}},
			{ask, floor: created, now, size: createWindowSize()},
		);
	const slow = await read(serveAfter(50).ask);
	expect(slow.batch.entries.map(({message}) => message)).toEqual(['late']);
	const endless = serveAfter(Number.POSITIVE_INFINITY);
	await expect(read(endless.ask)).rejects.toMatchObject({
		kind: 'unexpected-answer',
	});
	expect(endless.count()).toBeLessThan(300);
});
