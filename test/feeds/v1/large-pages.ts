import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {type Send} from '../../../source/feeds/http/request.ts';
import {ServerClock} from '../../../source/feeds/server-clock.ts';
import {readPage} from '../../../source/feeds/v1/read-page.ts';
import {everything, type Order} from '../../../source/log/query.ts';
import {formatTime} from '../../../source/log/wall-time.ts';
import {readTime} from '../../../source/log/wire-time.ts';

const start = Date.UTC(2026, 10, 24, 12) * 1000;
const megabyte = 'x'.repeat(1024 * 1024);

/** Reads, page by page, forty messages of a megabyte that were logged at these times; tells which came, and how many megabytes each page took from the wire. */
async function readForty(timeOf: (index: number) => number, order: Order) {
	const taken: number[] = [];
	const send: Send = async ({url}) => {
		const since = readTime(url.searchParams.get('since') ?? '') ?? 0;
		const until =
			readTime(url.searchParams.get('until') ?? '') ?? Number.POSITIVE_INFINITY;
		const indices = Array.from({length: 40}, (_, index) => index).filter(
			(index) => timeOf(index) >= since && timeOf(index) < until,
		);
		const page = taken.push(0) - 1;
		const body = async function* () {
			for (const index of order === 'asc' ? indices : indices.toReversed()) {
				taken[page] = (taken[page] ?? 0) + 1;
				yield Buffer.from(
					`${JSON.stringify({time: formatTime(timeOf(index)), level: 'info', region: '', message: `${index} ${megabyte}`})}\n`,
				);
			}
		};

		return {
			header: () => [],
			body: body(),
			close: () => undefined,
			serverTime: start + 3_600_000_000,
		};
	};

	const came: number[] = [];
	let range = {since: start, until: start + 60_000_000};
	for (let page = 0; page < 10 && range.since < range.until; page++) {
		// eslint-disable-next-line no-await-in-loop -- A page begins where the one before it ends.
		const {batch, whole} = await readPage(
			{
				filter: everything,
				order,
				range,
				limit: 1000,
				signal: new AbortController().signal,
			},
			{
				base: 'http://model/v1/deployments/shop',
				send,
				clock: new ServerClock(() => start + 3_600_000_000),
				patience: 60_000,
			},
		);
		came.push(
			...[...batch.entries]
				.filter(({time}) => time >= whole.from && time < whole.to)
				.map(({message}) => Number.parseInt(message, 10)),
		);
		range =
			order === 'asc'
				? {...range, since: whole.to}
				: {...range, until: whole.from};
	}

	return {came: came.toSorted((a, b) => a - b), taken};
}

const all = Array.from({length: 40}, (_, index) => index);

test.each(['asc', 'desc'] as const)(
	'of a page of long messages as much is read as memory has room for, and the rest by its time (%s)',
	async (order) => {
		const {came, taken} = await readForty(
			(index) => start + index * 1_000_000,
			order,
		);
		expect(came).toEqual(all);
		expect(taken.length).toBeLessThanOrEqual(3);
		expect(Math.max(...taken)).toBeLessThan(30);
	},
);

test('messages of one instant are read to their end, since nothing can go on within it', async () => {
	const {came, taken} = await readForty(() => start + 1_000_000, 'asc');
	expect(came).toEqual(all);
	expect(taken).toEqual([40]);
});
